"""Whether the library is whole: every stored file against its hash, every document against what was read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `harm` is whether something stored is missing or altered; else `says` only informs."""

    what: str
    says: str
    harm: bool = False


def verify(shelf: Shelf) -> list[Finding]:
    """Look at everything that is in force; addresses are not asked again.

    Raises:
        LibraryUnavailable: the list itself cannot be read.
    """
    state = shelf.read()
    found: list[Finding] = []
    for name, source in sorted(state.sources.items()):
        if source.passages and not shelf.is_whole("passages", source.passages):
            found.append(
                Finding(name, f"its passages are missing or altered; run “signpost corpus fetch {name}”", True)
            )
        elif not shelf.is_whole("originals", source.sha256):
            found.append(Finding(name, f"the original is missing or altered; run “signpost corpus fetch {name}”", True))
        else:
            found.append(Finding(name, f"whole; {source.summary}"))
        found += [Finding(name, f"differs: {line}") for line in source.differences]
    for collection, documents in sorted(state.collections.items()):
        for key, record in sorted(documents.items()):
            what = f"{collection}: {key}"
            if not shelf.is_whole("passages", record.passages):
                again = f"signpost corpus add {key} --collection {collection}"
                found.append(Finding(what, f"its passages are missing or altered; run “{again}”", True))
            else:
                found.append(Finding(what, f"whole; {record.count} passages{_on_disk(key, record.sha256)}"))
    return found


def _on_disk(key: str, sha256: str) -> str:
    """How the file that was read stands today."""
    if "://" in key:
        return ""
    try:
        with Path(key).open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except OSError:
        return "; the file is no longer there"
    return "" if same else "; the file has changed since, add it again"
