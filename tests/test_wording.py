"""The official wording of the Code is never committed: no text of ours shares seven words in a row with it.

Titles of principles are facts that everybody cites, and may stand anywhere. Skipped where the capture is absent.
"""

from __future__ import annotations

import re
import subprocess

import pytest

from ontology.catalogue import Catalogue
from tests.shared import OFFICIAL, ROOT

LENGTH = 7
IGNORED = {".git", ".venv", "venv", "node_modules", "__pycache__", "dist", "build"}


def words(text: str) -> list[str]:
    """Lower case, without punctuation."""
    return re.sub(r"[^\w\s]", "", text.lower()).split()


def split(text: str) -> list[str]:
    """Lower case, with punctuation as a break: catches hyphens and slashes that were put in or left out."""
    return re.findall(r"[^\W_]+", text.lower())


def runs(tokens: list[str]) -> set[tuple[str, ...]]:
    return {tuple(tokens[i : i + LENGTH]) for i in range(len(tokens) - LENGTH + 1)}


def committed() -> list[str]:
    """Files under version control, or all files where git or its history is absent (a source archive)."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode == 0:
        return [name for name in listed.stdout.decode().split("\0") if name]
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [str(path) for path in found if not IGNORED & set(path.parts)]


@pytest.fixture(scope="module")
def official() -> set[tuple[str, ...]]:
    if not OFFICIAL.exists():
        pytest.skip(f"{OFFICIAL} is not here")
    text = OFFICIAL.read_text("utf-8")
    titles = {title for p in Catalogue.load().principles.values() for title in (p.label, p.later_title)}
    allowed = {run for title in titles for read in (words, split) for run in runs(read(title))}
    return (runs(words(text)) | runs(split(text))) - allowed


def shared(text: str, official: set[tuple[str, ...]]) -> set[str]:
    return {" ".join(run) for read in (words, split) for run in runs(read(text)) if run in official}


def test_no_committed_text_shares_seven_words_with_the_code(official: set[tuple[str, ...]]) -> None:
    hits: dict[str, set[str]] = {}
    for name in committed():
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" in content:
            continue
        if found := shared(content.decode("utf-8", "replace"), official):
            hits[name] = found
    assert not hits


def test_a_copied_sentence_would_be_noticed(official: set[tuple[str, ...]]) -> None:
    sentence = next(line for line in OFFICIAL.read_text("utf-8").splitlines() if len(line.split()) > 20)
    assert shared(f"Before. {sentence.upper()} After.", official)
    assert shared(sentence.replace(" ", "-"), official)
    assert not shared("Our own words say the same thing in another way altogether, as they should.", official)
