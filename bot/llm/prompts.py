"""Prompts: files ``NAME-VERSION.md`` that are never changed once released; a new wording is a new version.

``versions.json`` holds the SHA-256 of each, and a test compares, so that the version in an answer's log says what was
sent.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from bot.errors import PromptUnknown

WRITE: Final = "write"
REPAIR: Final = "repair"
REWRITE: Final = "rewrite"
ENGLISH: Final = "english"
TRANSLATE: Final = "translate"
_FILE: Final = re.compile(r"([a-z]+)-(\d+)\.md")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt in one version."""

    name: str
    version: int
    text: str

    @property
    def label(self) -> str:
        """``write-1``, as in logs."""
        return f"{self.name}-{self.version}"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


@cache
def listed() -> tuple[Prompt, ...]:
    """All prompts, by name and version."""
    folder = resources.files("bot.llm") / "prompts"
    found = [
        Prompt(match.group(1), int(match.group(2)), file.read_text(encoding="utf-8"))
        for file in folder.iterdir()
        if (match := _FILE.fullmatch(file.name))
    ]
    return tuple(sorted(found, key=lambda p: (p.name, p.version)))


@cache
def recorded() -> dict[str, str]:
    """The SHA-256 of each released prompt, by label."""
    found: dict[str, str] = json.loads((resources.files("bot.llm") / "prompts" / "versions.json").read_text("utf-8"))
    return found


def prompt(name: str, version: int | None = None) -> Prompt:
    """A prompt by name, in the latest version unless one is named; ``write-1`` names both.

    Raises:
        PromptUnknown: there is none.
    """
    plain, _, number = name.partition("-")
    wanted = int(number) if number.isdecimal() else version
    found = [p for p in listed() if p.name == plain and wanted in (None, p.version)]
    if not found or (number and not number.isdecimal()):
        known = ", ".join(p.label for p in listed())
        raise PromptUnknown(f"There is no prompt {name[:40]}. There are: {known}.")
    return found[-1]


def diff(before: Prompt, after: Prompt) -> str:
    """What changed, as a unified diff; empty when nothing did."""
    lines = difflib.unified_diff(
        before.text.splitlines(), after.text.splitlines(), before.label, after.label, lineterm=""
    )
    return "\n".join(lines)
