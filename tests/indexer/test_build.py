"""Safety of the index: whatever happens to a build, the last complete index answers and the next run finishes."""

from __future__ import annotations

import errno
import json
import logging
import os
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from indexer import build, encoder_store, place
from indexer.errors import IndexUnavailable
from tests.indexer import builder
from tests.indexer.builder import COUNT, ENCODED, MOMENTS, opened, version_of
from tests.shared import ROOT


@pytest.fixture(autouse=True)
def _letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_store, "ensure", builder.ensure)
    ENCODED.clear()


def start(home: Path, version: str, *options: str) -> subprocess.Popen[str]:
    """A builder in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.indexer.builder", str(home), version, *options],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def told(child: subprocess.Popen[str]) -> dict[str, Any]:
    """What a builder that ran to its end says."""
    said, _ = child.communicate(timeout=300)
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def killed(home: Path, version: str, *options: str) -> None:
    """A builder that is killed at the moment that is named in `options`."""
    child = start(home, version, *options)
    assert child.stdout is not None
    assert child.stdout.readline() == "paused\n"
    child.kill()
    child.wait()
    child.stdout.close()


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def left(home: Path) -> list[str]:
    return sorted(entry.name for entry in (home / "index").iterdir() if entry.is_dir())


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("options", [(), ("force",)], ids=["other texts", "the same by force"])
def test_killed_at_any_moment_the_last_complete_index_answers_and_the_next_run_finishes(
    tmp_path: Path, moment: str, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = opened(tmp_path, "one")
    wanted = "one" if options else "two"
    if moment == "encoding" and options:  # all vectors are cached
        (vectors,) = (tmp_path / "index").glob("vectors-*.cache")
        vectors.unlink()
    if moment == "between the renames" and not options:  # a place is swapped only where something stands in it
        opened(tmp_path, "two")
        opened(tmp_path, "one", force=True)
    killed(tmp_path, wanted, moment, *options)
    with monkeypatch.context() as patch:
        patch.setattr(build, "_write", full)
        assert version_of(opened(tmp_path, wanted)) in {"one", wanted}
    assert version_of(before) == "one"  # what was open all the time
    assert version_of(opened(tmp_path, wanted)) == wanted
    latest = opened(tmp_path, wanted, force=True).folder
    assert left(tmp_path) == [latest.name]  # a build clears away what killed ones have left


def test_an_open_index_answers_after_another_process_has_built_and_removed_it(tmp_path: Path) -> None:
    index = opened(tmp_path, "one")
    again = opened(tmp_path, "one")  # read from disk, and not searched yet
    assert told(start(tmp_path, "two"))["version"] == "two"
    assert not index.folder.exists()
    assert version_of(again) == "one"
    assert version_of(index) == "one"


def test_what_was_encoded_before_a_kill_is_not_encoded_again(tmp_path: Path) -> None:
    killed(tmp_path, "one", "lexical")
    assert version_of(opened(tmp_path, "one")) == "one"
    assert len(ENCODED) == 1  # the question


def test_of_two_builders_at_once_one_works_and_both_answer(tmp_path: Path) -> None:
    children = [start(tmp_path, "one", "slow") for _ in range(2)]
    said = [told(child) for child in children]
    assert [one["version"] for one in said] == ["one", "one"]
    assert sorted(one["encoded"] for one in said) == [1, COUNT + 2 + 1]  # the question alone; all and the question


@pytest.mark.parametrize("limit", [0, 1_000, 3_000, 4_500])
def test_on_a_full_disk_the_last_complete_index_answers_and_nothing_is_lost(tmp_path: Path, limit: int) -> None:
    """The kernel refuses to let any file grow beyond `limit` bytes, so that a build fails at one file or another."""
    opened(tmp_path, "one")
    assert told(start(tmp_path, "two", f"limit={limit}"))["version"] == "one"
    said = told(start(tmp_path, "two", f"limit={limit}", "force"))
    assert "Free some space" in said["error"]
    assert told(start(tmp_path, "one"))["encoded"] == 1
    assert version_of(opened(tmp_path, "two")) == "two"


def test_on_a_full_disk_without_any_index_the_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_write", full)
    with pytest.raises(IndexUnavailable, match=r"No space left on device.*Free some space"):
        opened(tmp_path, "one")
    assert left(tmp_path) == []


def test_that_an_older_index_answers_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened(tmp_path, "one")
    monkeypatch.setattr(build, "_write", full)
    with caplog.at_level(logging.WARNING):
        answering = opened(tmp_path, "two")
    assert version_of(answering) == "one"
    assert "No space left" in answering.note
    assert "No space left" in caplog.text
    assert "the last complete index" in caplog.text


def test_an_index_that_lacks_passages_of_the_code_or_has_other_phrases_does_not_answer_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(tmp_path, "one")
    monkeypatch.setattr(build, "_write", full)
    two = builder.sources("two")
    renamed = (*two.passages[:-1], replace(two.passages[-1], id="p/new"))
    for given in (replace(two, texts={"phrases": ("who", "why")}), replace(two, passages=renamed)):
        with pytest.raises(IndexUnavailable):
            build.open_index(build.IndexConfig(tmp_path), partial(_same, given), "f" * 64)
    assert version_of(build.open_index(build.IndexConfig(tmp_path), partial(_same, two), "f" * 64)) == "one"


def _same(given: build.Sources) -> build.Sources:
    return given


def test_a_folder_that_another_process_holds_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, "PATIENCE", 0.1)
    (tmp_path / "index").mkdir()
    stages: list[str] = []
    config, made_from = build.IndexConfig(tmp_path), builder.sources("one")
    with FileLock(tmp_path / "index" / ".lock"), pytest.raises(IndexUnavailable, match=r"Another process.*try again"):
        build.build(config, made_from, "f" * 64, lambda stage, *_: stages.append(stage))
    assert stages == ["waiting for another process"]
    opened(tmp_path, "one")
    with FileLock(tmp_path / "index" / ".lock"):
        assert version_of(opened(tmp_path, "two")) == "one"
    assert version_of(opened(tmp_path, "two")) == "two"


def test_from_a_read_only_folder_the_last_complete_index_answers(tmp_path: Path) -> None:
    opened(tmp_path, "one")
    folder = tmp_path / "index"
    folder.chmod(0o555)
    try:
        assert told(start(tmp_path, "one", "unprivileged"))["version"] == "one"
        assert told(start(tmp_path, "two", "unprivileged"))["version"] == "one"
        said = told(start(tmp_path, "two", "unprivileged", "force"))
        assert "Permission denied" in said["error"]
        assert "SIGNPOST_HOME" in said["error"]
    finally:
        folder.chmod(0o755)
    assert version_of(opened(tmp_path, "two")) == "two"


def _files(tmp_path: Path) -> list[str]:
    folder = opened(tmp_path, "one").folder
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize("keep", [0, 0.5], ids=["empty", "half"])
def test_an_index_with_a_truncated_file_is_built_anew(tmp_path: Path, keep: float) -> None:
    for name in _files(tmp_path):
        file = opened(tmp_path, "one").folder / name
        content = file.read_bytes()
        file.write_bytes(content[: int(len(content) * keep)])
        with pytest.raises(IndexUnavailable):
            build.load(file.parents[len(Path(name).parts) - 1], builder.ensure())
        assert version_of(opened(tmp_path, "one")) == "one"
        assert file.read_bytes() == content


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": []}', '{"files": {}, "texts": {}}'])
def test_a_manifest_that_is_none_is_no_index(tmp_path: Path, text: str) -> None:
    folder = opened(tmp_path, "one").folder
    (folder / build.MANIFEST).write_text(text)
    assert build.status(folder)["index"] != "current"
    assert version_of(opened(tmp_path, "one")) == "one"
    assert build.status(folder)["index"] == "current"
