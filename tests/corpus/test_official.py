from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import SourceChanged
from corpus.official import Official, parse
from corpus.wording import normalised, without_footnotes
from ontology.catalogue import Catalogue
from tests.corpus import invented


def capture() -> str:
    for folder in Path(__file__).resolve().parents:
        found = folder / "shared" / "official" / "code-principles.txt"
        if found.is_file():
            return found.read_text(encoding="utf-8")
    pytest.skip("the capture of the Code's principles is not here")


@pytest.fixture(scope="module")
def from_page(catalogue: Catalogue) -> Official:
    return parse(invented.page(catalogue), catalogue)


def test_the_capture_gives_all_72_provisions_word_for_word(catalogue: Catalogue) -> None:
    source = capture()
    official = parse(source, catalogue)
    assert list(official.provisions) == list(catalogue.provisions)
    for number, wording in official.provisions.items():
        assert wording.text in without_footnotes(source), number
        assert f"{number}" not in wording.text[:8]
        assert wording.text[-1] == ".", number
    exact = [number for number, wording in official.provisions.items() if wording.text in normalised(source)]
    assert len(exact) >= 71  # 10.1 has a footnote mark in the middle, which is taken out


def test_the_capture_differs_from_the_ontology_only_where_it_names_roles_in_passing(catalogue: Catalogue) -> None:
    official = parse(capture(), catalogue)
    assert [line.split()[0] for line in official.differences] == ["9.4", "9.4.1", "10.2.1"]


def test_the_captures_principles_keep_heading_audience_and_the_unnumbered_sentence(catalogue: Catalogue) -> None:
    official = parse(capture(), catalogue)
    assert list(official.principles) == list(catalogue.principles)
    for number, principle in official.principles.items():
        assert (principle.audience is None) == (number == "10")
        assert len(principle.unnumbered) == int(number == "10")
    assert "pre-deployment testing" in official.principles["10"].unnumbered[0].text
    assert "pre-deployment" not in official.principles["10"].text


def test_a_page_gives_every_provision_without_numbers_and_footnote_marks(
    catalogue: Catalogue, from_page: Official
) -> None:
    assert list(from_page.provisions) == list(catalogue.provisions)
    assert from_page.differences == ()
    for number, wording in from_page.provisions.items():
        expected = invented.sentence(catalogue.provisions[number])
        listed = expected[:-1] + ": a kettle. a cosy."
        assert wording.text in (expected, listed), number
    assert any(w.text.endswith("a cosy.") for w in from_page.provisions.values())


def test_provisions_carry_the_pages_own_anchor_or_the_headings(from_page: Official) -> None:
    anchors = {wording.anchor for wording in from_page.provisions.values()}
    assert "provision-1-2" in anchors
    assert from_page.provisions["7.1"].anchor in ("principle-7", "provision-7-1")
    assert None not in anchors


def test_what_stands_around_the_principles_is_kept_apart(from_page: Official) -> None:
    assert [section.heading for section in from_page.sections] == ["Introduction", "Audience", "Annex A"]
    assert not any("footnote about tea" in w.text for w in from_page.provisions.values())
    assert "teapot standard" not in from_page.provisions["13.1"].text


def test_plain_text_loses_the_digits_stuck_to_a_full_stop(catalogue: Catalogue) -> None:
    official = parse(invented.plain_text(catalogue), catalogue)
    assert official.differences == ()
    for number, wording in official.provisions.items():
        assert wording.text == invented.sentence(catalogue.provisions[number])


@pytest.mark.parametrize("number", ["1.1", "7.2.1", "13.2"])
def test_a_page_without_a_provision_is_refused_with_a_diff(catalogue: Catalogue, number: str) -> None:
    with pytest.raises(SourceChanged) as refused:
        parse(invented.page(catalogue, without=(number,)), catalogue)
    assert f"\n- {number} " in str(refused.value)
    assert "71 of 72" in str(refused.value)
    assert "stays" in str(refused.value)


def test_a_page_with_an_unknown_provision_is_refused_and_shows_it(catalogue: Catalogue) -> None:
    with pytest.raises(SourceChanged, match=r"\+ 13\.3 Developers shall dance"):
        parse(invented.page(catalogue, extra="<p>13.3 Developers shall dance.</p>"), catalogue)


def test_two_texts_under_one_number_are_refused(catalogue: Catalogue) -> None:
    with pytest.raises(SourceChanged, match=r"two different texts numbered 13\.2"):
        parse(invented.page(catalogue, extra="<p>13.2 Developers shall dance.</p>"), catalogue)


def test_numbers_with_other_texts_are_hardly_the_code(catalogue: Catalogue) -> None:
    with pytest.raises(SourceChanged, match="hardly the Code"):
        parse(invented.page(catalogue).replace(" shall ", " might "), catalogue)


def test_a_changed_strength_is_reported_not_hidden(catalogue: Catalogue) -> None:
    sentence = invented.sentence(catalogue.provisions["5.1"])
    page = invented.page(catalogue).replace(sentence[:-1], sentence[:-1].replace("shall", "should"))
    differences = parse(page, catalogue).differences
    assert differences == ("5.1 says “should” in the source, “shall” in the ontology.",)


@pytest.mark.parametrize("source", ["", "<html><body><p>Not found</p></body></html>", "1.1 Developers shall."])
def test_an_unknown_layout_is_refused(catalogue: Catalogue, source: str) -> None:
    with pytest.raises(SourceChanged, match="0 of 72"):
        parse(source, catalogue)


def test_a_page_without_govspeak_falls_back_to_its_main_part(catalogue: Catalogue) -> None:
    assert len(parse(invented.page(catalogue, govspeak="content"), catalogue).provisions) == 72


def test_deep_nesting_does_not_break_the_parser(catalogue: Catalogue) -> None:
    deep = "<html><body>" + "<div>" * 50_000 + "1.1 x" + "</div>" * 50_000
    with pytest.raises(SourceChanged):
        parse(deep, catalogue)
