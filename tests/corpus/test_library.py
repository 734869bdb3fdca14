from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from corpus import acquisition, documents, verification
from corpus.errors import LibraryUnavailable, SourceChanged, SourceUnavailable
from corpus.fetch import Fetcher
from corpus.library import Library
from corpus.manifest import SOURCES, source
from corpus.shelf import Shelf
from ontology.catalogue import Catalogue
from tests.corpus import invented, printed

CODE = source("code")


@pytest.fixture
def loaded(tmp_path: Path, catalogue: Catalogue) -> Shelf:
    shelf = Shelf(tmp_path)
    acquisition.accept(shelf, catalogue, CODE, invented.page(catalogue).encode(), CODE.url)
    return shelf


def test_an_empty_home_has_nothing_and_is_not_written_to(tmp_path: Path) -> None:
    library = Library(tmp_path)
    assert (library.passages(), library.official(), library.attribution(), library.collections()) == ((), {}, "", ())
    assert list(tmp_path.iterdir()) == []


def test_the_official_wording_is_found_by_iri(loaded: Shelf, tmp_path: Path, catalogue: Catalogue) -> None:
    official = Library(tmp_path).official()
    provisions = {p.iri: p for p in catalogue.provisions.values()}
    assert set(provisions) <= set(official)
    assert {p.iri for p in catalogue.principles.values()} <= set(official)
    for iri, provision in provisions.items():
        passage = official[iri]
        assert (passage.id, passage.kind, passage.node) == (
            f"official/provision/{provision.id}",
            "provision",
            provision.id,
        )
        assert passage.verbatim
        assert passage.corpus == "official"
        assert passage.quote in passage.text
        assert passage.source_url == CODE.url + str(passage.locator)
    assert official[catalogue.roles["developer"].iri].quote == "Developers Those who make teapots."


def test_what_stands_unnumbered_is_a_passage_of_its_principle(loaded: Shelf, tmp_path: Path) -> None:
    passages = {p.id: p for p in Library(tmp_path).passages()}
    lead = passages["official/principle/10/unnumbered-1"]
    assert (lead.kind, lead.node, lead.text) == ("passage", "10", "One should also rinse teapots.")
    assert "rinse" not in passages["official/principle/10"].text
    assert len(passages) == len(Library(tmp_path).passages())


def test_the_attribution_names_licence_holder_and_place_once_loaded(loaded: Shelf, tmp_path: Path) -> None:
    said = Library(tmp_path).attribution()
    assert "Open Government Licence v3.0" in said
    assert "Crown copyright" in said
    assert CODE.url in said


def test_the_guide_is_credited_with_the_licence_that_it_states_itself(tmp_path: Path, catalogue: Catalogue) -> None:
    shelf, wanted = Shelf(tmp_path), list(catalogue.provisions)[:36]
    outcome = acquisition.accept(shelf, catalogue, source("guide"), printed.guide(wanted, "Tea."), "here")
    assert outcome.record.licence == ""
    assert "licensed" not in Library(tmp_path).attribution()
    acquisition.accept(shelf, catalogue, source("guide"), printed.guide(wanted), "here")
    assert "licensed under the Open Government Licence v3.0" in Library(tmp_path).attribution()


def test_etsi_texts_are_checked_but_never_quoted(tmp_path: Path, catalogue: Catalogue) -> None:
    pdf = printed.edition(p.etsi for p in catalogue.provisions.values())
    outcome = acquisition.accept(Shelf(tmp_path), catalogue, source("en-304-223"), pdf, "here")
    assert outcome.record.summary == "72 of 72 numbers agree; not quoted"
    assert Library(tmp_path).passages() == ()
    assert Library(tmp_path).attribution() == ""


def test_a_changed_page_is_refused_and_the_old_text_stays(loaded: Shelf, tmp_path: Path, catalogue: Catalogue) -> None:
    before = Library(tmp_path)
    with pytest.raises(SourceChanged, match="71 of 72"):
        acquisition.accept(loaded, catalogue, CODE, invented.page(catalogue, without=("4.2",)).encode(), CODE.url)
    after = Library(tmp_path)
    assert after.fingerprint() == before.fingerprint()
    assert after.passages() == before.passages()


def test_rewordings_are_reported(loaded: Shelf, tmp_path: Path, catalogue: Catalogue) -> None:
    page = invented.page(catalogue).replace("number 1 warm", "number 1 hot")
    outcome = acquisition.accept(loaded, catalogue, CODE, page.encode(), CODE.url)
    assert outcome.changed
    assert outcome.reworded == ("1.1",)


def test_fetching_asks_conditionally_and_an_unchanged_page_changes_nothing(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    asked: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("If-None-Match"))
        if asked[-1] == '"v1"':
            return httpx.Response(304)
        return httpx.Response(200, text=invented.page(catalogue), headers={"ETag": '"v1"'})

    shelf, fetcher = Shelf(tmp_path), Fetcher(httpx.MockTransport(answer), lambda seconds: None)
    assert acquisition.fetch(shelf, catalogue, CODE, fetcher).changed
    fingerprint = Library(tmp_path).fingerprint()
    assert not acquisition.fetch(shelf, catalogue, CODE, fetcher).changed
    assert asked == [None, '"v1"']
    assert Library(tmp_path).fingerprint() == fingerprint
    next((tmp_path / "corpus" / "passages").iterdir()).write_text("{}")
    assert acquisition.fetch(shelf, catalogue, CODE, fetcher).record.count > 85  # damaged: asked without condition
    assert asked[-1] is None
    assert len(Library(tmp_path).official()) > 85 - 1


def test_a_file_at_hand_needs_no_network(tmp_path: Path, catalogue: Catalogue) -> None:
    file = tmp_path / "code.txt"
    file.write_text(invented.plain_text(catalogue), encoding="utf-8")
    outcome = acquisition.from_file(Shelf(tmp_path), catalogue, CODE, file)
    assert outcome.record.origin == str(file)
    assert len(outcome.record.sha256) == 64
    with pytest.raises(SourceUnavailable, match="cannot be read"):
        acquisition.from_file(Shelf(tmp_path), catalogue, CODE, tmp_path / "none")


def test_an_unknown_source_is_named_with_the_known_ones() -> None:
    with pytest.raises(SourceUnavailable, match="code, guide"):
        source("nope")
    assert all(s.url.startswith("https://") and s.url.split("/")[2] in s.hosts for s in SOURCES.values())


def test_removing_a_source_takes_its_files_along(loaded: Shelf, tmp_path: Path) -> None:
    assert acquisition.remove(loaded, "code")
    assert Library(tmp_path).passages() == ()
    assert [f for kind in ("passages", "originals") for f in (tmp_path / "corpus" / kind).iterdir()] == []
    assert not acquisition.remove(loaded, "code")


def test_verify_tells_what_is_damaged(loaded: Shelf, tmp_path: Path) -> None:
    assert not any(f.harm for f in verification.verify(loaded))
    stored = loaded.folder / "passages" / loaded.read().sources["code"].passages
    stored.write_text(stored.read_text(encoding="utf-8").replace("teapot", "coffee"), encoding="utf-8")
    assert [f.what for f in verification.verify(loaded) if f.harm] == ["code"]
    with pytest.raises(LibraryUnavailable, match="corpus verify"):
        Library(tmp_path).passages()
    stored.unlink()
    with pytest.raises(LibraryUnavailable, match="missing"):
        Library(tmp_path).passages()


def test_a_broken_list_is_a_sentence(loaded: Shelf, tmp_path: Path) -> None:
    for content in ("{", "[]", '{"layout": 99}', json.dumps({"layout": 1, "sources": {"code": {}}, "collections": {}})):
        (loaded.folder / "library.json").write_text(content)
        with pytest.raises(LibraryUnavailable, match="cannot be read"):
            Library(tmp_path).passages()


def test_a_reader_looks_again_when_another_process_changed_the_library(loaded: Shelf, tmp_path: Path) -> None:
    reader = Library(tmp_path)
    assert "code" in reader.state.sources
    acquisition.remove(loaded, "code")
    assert reader.passages() == ()


def test_a_full_disk_is_a_sentence_and_nothing_is_lost(
    loaded: Shelf, tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Library(tmp_path).fingerprint()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    (tmp_path / "a.md").write_text("tea")
    with pytest.raises(LibraryUnavailable, match=r"No space left on device.*unharmed"):
        documents.add(loaded, "tea", [str(tmp_path / "a.md")])
    monkeypatch.undo()
    assert Library(tmp_path).fingerprint() == before
    assert not list(loaded.folder.rglob(".new-*"))


KILLED = """
import os, sys
from pathlib import Path
from corpus import documents
from corpus.shelf import Shelf
home, docs, calls = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
replace = Path.replace
def dies(self, target):
    global calls
    calls -= 1
    if calls < 0:
        os._exit(9)
    return replace(self, target)
Path.replace = dies
documents.add(Shelf(home), "tea", [docs])
"""


@pytest.mark.parametrize("moment", [0, 2, 3])
def test_killing_an_add_leaves_the_last_complete_state_and_the_next_run_finishes(tmp_path: Path, moment: int) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.md").write_text("Old tea.")
    documents.add(Shelf(tmp_path), "tea", [str(docs)])
    before = Library(tmp_path).passages()
    for name in "abc":
        (docs / f"{name}.md").write_text(f"New tea {name}.")
    child = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(docs), str(moment)], check=False)
    assert child.returncode == 9
    assert Library(tmp_path).passages() == before
    documents.add(Shelf(tmp_path), "tea", [str(docs)])
    assert [p.text for p in Library(tmp_path).passages()] == ["New tea a.", "New tea b.", "New tea c."]
    assert len(list((tmp_path / "corpus" / "passages").iterdir())) == 3
    assert not list((tmp_path / "corpus").glob(".new-*"))
