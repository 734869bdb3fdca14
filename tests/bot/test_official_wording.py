"""Answers once the official wording is loaded, from the capture that lies beside the repository."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from api.cli.ask import show
from api.wiring import House
from bot.adviser import Adviser
from corpus import acquisition
from corpus.library import Library
from corpus.manifest import source
from corpus.shelf import Shelf
from corpus.wording import normalised
from tests.shared import OFFICIAL

pytestmark = pytest.mark.skipif(not OFFICIAL.exists(), reason=f"{OFFICIAL} is not here")
QUESTIONS = {
    "role list": "What must I do as a data custodian?",
    "topic": "How should we protect our training data from being poisoned?",
    "look-up": "What does 5.4.1 say?",
}


@pytest.fixture(scope="module")
def library(real_house: House, tmp_path_factory: pytest.TempPathFactory) -> Library:
    home = tmp_path_factory.mktemp("official")
    acquisition.from_file(Shelf(home), real_house.catalogue, source("code"), OFFICIAL)
    return Library(home)


@pytest.fixture(scope="module")
def quoting(real_house: House, library: Library) -> Adviser:
    return Adviser.over(
        real_house.catalogue, real_house.index, official=library.official(), attribution=library.attribution()
    )


def test_the_capture_has_all_provisions(real_house: House, library: Library) -> None:
    official = library.official()
    assert {p.iri for p in real_house.catalogue.provisions.values()} <= set(official)


@pytest.mark.parametrize("kind", QUESTIONS)
def test_every_provision_cited_is_quoted_word_for_word(kind: str, quoting: Adviser, real_house: House) -> None:
    capture = normalised(Path(OFFICIAL).read_text(encoding="utf-8"))
    ours = {p.says for p in real_house.catalogue.provisions.values()}
    answer = quoting.ask(QUESTIONS[kind])
    cited = [c for c in answer.citations if c.kind == "provision"]
    assert cited
    for citation in (*cited, *(c for c in answer.related if c.kind == "provision")):
        assert citation.verbatim, citation.id
        assert normalised(citation.quote) in capture
        assert citation.quote not in ours
    for citation in cited:
        assert f"“{citation.quote}”" in answer.text


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_attribution_stands_with_every_quote_and_nothing_is_called_restated(kind: str, quoting: Adviser) -> None:
    answer = quoting.ask(QUESTIONS[kind])
    body = answer.to_json()
    assert "Open Government Licence v3.0" in body["attribution"]
    assert "gov.uk" in body["attribution"]
    assert "restated" not in json.dumps(body).casefold()
    page = io.StringIO()
    show(answer, Console(file=page, width=10_000))
    assert answer.attribution in page.getvalue()
    assert "official wording" in page.getvalue()
    assert "restated" not in page.getvalue()


def test_without_it_nothing_is_attributed(real_house: House) -> None:
    answer = Adviser.over(real_house.catalogue, real_house.index).ask(QUESTIONS["look-up"])
    assert not answer.attribution
    assert not any(c.verbatim for c in answer.citations)
