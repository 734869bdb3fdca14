"""Reading the digest's YAML so that a mistake is reported with file and line.

Each file under ``corpus/digest`` is a list of entries with an ``id`` and a ``text``; further keys are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import yaml

from corpus.errors import DigestInvalid


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a digest file. ``fields`` holds every key but ``id`` and ``text`` as strings."""

    id: str
    text: str
    fields: dict[str, str]
    file: str
    line: int

    @property
    def place(self) -> str:
        return f"corpus/digest/{self.file}:{self.line}"


def parse(content: str, file: str) -> list[Entry]:
    """The entries of one file.

    Raises:
        DigestInvalid: not YAML, not a list of mappings, an entry without id or text, or an id given twice.
    """
    where = f"corpus/digest/{file}"
    try:
        root = yaml.compose(content, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DigestInvalid(f"{where}:{line}: not valid YAML ({error.problem}).") from error
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise DigestInvalid(f"{where}:1: a digest file is a list of entries with id and text.")
    entries: list[Entry] = []
    seen: dict[str, int] = {}
    for item in root.value:
        line = item.start_mark.line + 1
        if not isinstance(item, yaml.MappingNode):
            raise DigestInvalid(f"{where}:{line}: an entry needs the keys id and text.")
        values = {
            key.value: value.value
            if isinstance(value, yaml.ScalarNode)
            else "; ".join(str(v.value) for v in value.value)
            for key, value in item.value
        }
        for key in ("id", "text"):
            if not values.get(key, "").strip():
                raise DigestInvalid(f"{where}:{line}: the entry has no {key}.")
        identifier = values.pop("id")
        if identifier in seen:
            raise DigestInvalid(f"{where}:{line}: {identifier} is already described on line {seen[identifier]}.")
        seen[identifier] = line
        entries.append(Entry(identifier, " ".join(values.pop("text").split()), values, file, line))
    return entries


def read(file: str) -> dict[str, Entry]:
    """The shipped digest file of that name, by id."""
    content = (resources.files("corpus") / "digest" / file).read_text(encoding="utf-8")
    return {entry.id: entry for entry in parse(content, file)}
