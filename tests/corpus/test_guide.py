from __future__ import annotations

import pytest

from corpus import guide
from corpus.errors import SourceChanged
from corpus.guide import Guide
from corpus.manifest import OGL
from corpus.pdf import Page, pages
from ontology.catalogue import Catalogue
from tests.corpus import printed

URL = "https://example.org/guide.pdf"


@pytest.fixture(scope="module")
def parsed(catalogue: Catalogue) -> Guide:
    wanted = [number for number in catalogue.provisions if number != "7.4"][:40]
    return guide.parse(pages(printed.guide(wanted), "guide.pdf"), catalogue)


def test_each_row_belongs_to_its_provision_although_tables_run_over_pages(catalogue: Catalogue, parsed: Guide) -> None:
    assert [row.provision.id for row in parsed.rows] == [n for n in catalogue.provisions if n != "7.4"][:40]
    assert parsed.rows[0].page < parsed.rows[-1].page


def test_scenarios_become_passages_bound_to_the_provision(catalogue: Catalogue, parsed: Guide) -> None:
    found = {p.id: p for p in guide.passages(parsed, catalogue, URL)}
    entry = found["guide/5.4.1/chatbot-app"]
    assert (entry.kind, entry.node, entry.iri) == ("example", "5.4.1", catalogue.provisions["5.4.1"].iri)
    assert entry.text == entry.quote == "Chatbot App: pour slowly for 5.4.1."
    assert entry.corpus == "guide"
    assert entry.verbatim
    assert entry.source_url == f"{URL}#{entry.locator.replace('page ', 'page=')}" if entry.locator else False
    assert found["guide/5.4.1/llm-provider"].text == "LLM Platform: label every spout of 5.4.1."
    assert found["guide/5.4.1/measures"].text == "General: count the teapots of 5.4.1."
    assert found["guide/5.4.1/threats"].text == "Cold tea 5.4.1"
    assert found["guide/5.4.1/references"].text == "POT 2023 [5.4.1]"
    assert len(found) == 40 * 6


def test_the_licence_is_only_what_the_document_says(catalogue: Catalogue, parsed: Guide) -> None:
    assert (parsed.licence, parsed.holder) == (OGL, "© Crown copyright 2025")
    wanted = list(catalogue.provisions)[:36]
    silent = guide.parse(pages(printed.guide(wanted, "All about tea."), "guide.pdf"), catalogue)
    assert (silent.licence, silent.holder) == ("", "")


def test_missing_rows_are_reported(parsed: Guide) -> None:
    assert "7.4" in parsed.differences[0]


def _page(*rows: tuple[str, ...]) -> Page:
    return Page(1, "", (), (rows,))


def test_a_row_that_goes_on_overleaf_is_one_row(catalogue: Catalogue) -> None:
    rows = [(f"{n} x", "t", f"Chatbot App: a {n}", "r") for n in catalogue.provisions]
    first, rest = _page(printed.HEAD, rows[0]), _page(("", "u", "Open-Access\nLLM: b", ""), *rows[1:])
    found = guide.passages(guide.parse([first, rest], catalogue), catalogue, URL)
    texts = {p.id: p.text for p in found}
    assert texts["guide/1.1/threats"] == "t u"
    assert texts["guide/1.1/open-access-llm"] == "Open-Access LLM: b"


def test_etsi_numbers_are_understood(catalogue: Catalogue) -> None:
    rows = [(f"Provision {p.etsi}: x", "t", "m", "r") for p in catalogue.provisions.values()]
    assert len(guide.parse([_page(printed.HEAD, *rows)], catalogue).provisions) == 72


def test_fewer_rows_than_before_are_refused(catalogue: Catalogue) -> None:
    rows = [(f"{n} x", "t", "m", "r") for n in list(catalogue.provisions)[:50]]
    guide.parse([_page(printed.HEAD, *rows)], catalogue, previous=50)
    with pytest.raises(SourceChanged, match="50 of 72 provisions, 51 before"):
        guide.parse([_page(printed.HEAD, *rows)], catalogue, previous=51)
    with pytest.raises(SourceChanged, match="0 of 72"):
        guide.parse([], catalogue)
