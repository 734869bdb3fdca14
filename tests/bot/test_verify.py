from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer import Claim, Section
from bot.evidence import Item
from bot.verify import Verifier
from corpus.digest import passages
from ontology.catalogue import Catalogue


@pytest.fixture(scope="module")
def items(whole_catalogue: Catalogue) -> dict[str, Item]:
    by_id = {p.id: p for p in passages(whole_catalogue)}
    return {i: Item(by_id[f"provision/{i}"], whole_catalogue.provisions[i]) for i in ("5.4", "12.1", "12.2")}


@pytest.fixture(scope="module")
def verifier(whole_catalogue: Catalogue) -> Verifier:
    return Verifier(whole_catalogue)


def test_a_claim_in_the_words_of_its_passage_is_supported(verifier: Verifier, items: dict[str, Item]) -> None:
    claim = Claim(f"**12.2** (*should*): {items['12.2'].passage.quote}", (1,))
    assert verifier.check(claim, (items["12.2"],)).supported


def test_a_should_that_became_a_shall_is_caught(verifier: Verifier, items: dict[str, Item]) -> None:
    claim = Claim(f"**12.2** (*shall*): {items['12.2'].passage.quote}", (1,))
    assert not verifier.check(claim, (items["12.2"],)).supported


@pytest.mark.parametrize("number", ["6.7", "15.1"])
def test_a_number_that_does_not_exist_is_caught(number: str, verifier: Verifier, items: dict[str, Item]) -> None:
    assert not verifier.check(Claim(f"{number} asks for logs.", (1,)), (items["12.1"],)).supported


def test_a_provision_that_was_not_cited_is_caught(verifier: Verifier, items: dict[str, Item]) -> None:
    assert not verifier.check(Claim("11.2 asks for logs.", (1,)), (items["5.4"],)).supported


def test_a_marker_without_a_source_is_caught(verifier: Verifier, items: dict[str, Item]) -> None:
    assert not verifier.check(Claim("Keep logs.", (2,)), (items["12.1"],)).supported


def test_a_quote_that_is_not_in_its_passage_is_caught(verifier: Verifier, items: dict[str, Item]) -> None:
    altered = Item(replace(items["12.1"].passage, quote="Keep logs for seven years."), items["12.1"].provision)
    assert not verifier.check(Claim(f"**12.1** (*shall*): {altered.passage.quote}", (1,)), (altered,)).supported


def test_claims_that_fail_are_dropped_and_the_rest_stays(verifier: Verifier, items: dict[str, Item]) -> None:
    good = Claim(f"**12.1** (*shall*): {items['12.1'].passage.quote}", (1,))
    bad = Claim("99.9 settles it.", (1,))
    kept, failed = verifier.repaired((Section((good, bad), listed=True),), (items["12.1"],))
    assert kept[0].claims == (good,)
    assert [v.claim for v in failed] == [bad]
