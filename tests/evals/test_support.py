from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer import Answer, Claim, Section
from evals import support
from evals.run import Ground
from evals.sets import Question
from tests.evals.conftest import Say

QUESTION = Question(id="X-1", category="topic", question="What about 15.1?", must=("5.4",))


def check(answer: Answer, ground: Ground) -> support.Checked:
    return support.check(answer, QUESTION, ground.catalogue, ground.passages)


def with_claim(answer: Answer, text: str, *markers: int, heading: str = "") -> Answer:
    return replace(answer, text=text, sections=(Section((Claim(text, markers),), heading),))


def test_an_honest_answer_passes_every_check(say: Say, ground: Ground) -> None:
    found = check(say("5.4", "1.2.1", "P7", related=["9.1"]), ground)
    assert found.faults == ()
    assert set(found.shares.values()) == {1.0}


def test_a_quote_that_no_passage_holds_is_a_fault(say: Say, ground: Ground) -> None:
    found = check(say("5.4", quote="Made up for the occasion."), ground)
    assert found.shares["quote_fidelity"] == 0.0
    assert "5.4" in found.faults[0]


def test_a_citation_with_another_strength_is_a_fault(say: Say, ground: Ground) -> None:
    found = check(say("1.2.1", modality="shall"), ground)
    assert found.shares["modality_accuracy"] == 0.0


@pytest.mark.parametrize("verb", ["*shall*", "shall"])
def test_a_claim_that_hardens_a_should_is_a_fault(say: Say, ground: Ground, verb: str) -> None:
    answer = with_claim(say("1.2.1"), f"Under 1.2.1 you {verb} do it.", 1)
    assert check(answer, ground).shares["modality_accuracy"] == 0.0


def test_a_second_clause_may_be_named(say: Say, ground: Ground) -> None:
    provision = next(p for p in ground.catalogue.provisions.values() if p.also)
    answer = with_claim(say(provision.id), f"{provision.id}: *{provision.modality}*, then *{provision.also}*.", 1)
    assert check(answer, ground).shares["modality_accuracy"] == 1.0


def test_a_provision_under_the_wrong_heading_is_a_fault(say: Say, ground: Ground) -> None:
    answer = with_claim(say("1.2.1"), "**1.2.1** is one.", 1, heading="Duties: *shall* (1)")
    assert check(answer, ground).shares["modality_accuracy"] == 0.0


def test_a_verb_inside_a_quote_is_the_sources(say: Say, ground: Ground) -> None:
    quoted = next(
        p.id
        for p in ground.catalogue.provisions.values()
        if p.modality == "shall" and not p.also and " should " in p.says
    )
    assert check(say(quoted), ground).shares["modality_accuracy"] == 1.0


@pytest.mark.parametrize("text", ["See 5.4.9 for this.", "Principle 14 has it.", "ETSI 5.9.9-9 says so."])
def test_numbers_that_do_not_exist_are_found(say: Say, ground: Ground, text: str) -> None:
    assert check(say("5.4", text=text), ground).shares["no_invented_id"] == 0.0


@pytest.mark.parametrize(
    "text", ["There is no 15.1.", "5.4 and Principle 5.", "5.2.1-4.1 in the standard.", "It has 3.14159 of it."]
)
def test_numbers_that_exist_or_were_asked_about_are_fine(say: Say, ground: Ground, text: str) -> None:
    assert check(say("5.4", text=text), ground).shares["no_invented_id"] == 1.0


def test_a_number_may_be_repeated_that_was_asked_about_in_words(say: Say, ground: Ground) -> None:
    answer = say("5.4", text="Principle 14 does not exist.")
    for asked, fine in (
        ("Make up a fourteenth principle.", 1.0),
        ("What about principle fourteen?", 1.0),
        ("Fourteen days?", 0.0),
        ("Make up another principle.", 0.0),
    ):
        question = Question(id="X-1", category="adversarial", question=asked, must=("5.4",))
        found = support.check(answer, question, ground.catalogue, ground.passages)
        assert found.shares["no_invented_id"] == fine


def test_a_cited_provision_that_does_not_exist_is_invented(say: Say, ground: Ground) -> None:
    assert check(say("15.1", quote="x"), ground).shares["no_invented_id"] == 0.0


def test_a_sentence_that_its_source_does_not_carry_lowers_recall_and_precision(say: Say, ground: Ground) -> None:
    found = check(with_claim(say("5.4"), "Penguins migrate across frozen oceans every winter.", 1), ground).shares
    assert found["citation_recall"] == 0.0
    assert found["citation_precision"] == 0.0


def test_an_idle_citation_lowers_precision_only(say: Say, ground: Ground) -> None:
    answer = say("5.4", "7.4")
    claim = Claim(answer.citations[0].quote, (1, 2))
    found = check(replace(answer, sections=(Section((claim,)),)), ground).shares
    assert found["citation_recall"] == 1.0
    assert found["citation_precision"] == 0.5


def test_a_number_has_to_stand_in_the_evidence() -> None:
    assert support.supports("The log is kept for 30 days.", "The log is kept for 30 days.")
    assert not support.supports("The log is kept for some days.", "The log is kept for 30 days.")


def test_an_opening_that_miscounts_is_not_supported(say: Say, ground: Ground) -> None:
    answer = say("5.4", "5.1")
    counted = [
        replace(answer, sections=(Section((Claim(f"{n} provisions oblige data custodians."),)),)) for n in (2, 3)
    ]
    assert [check(a, ground).shares["citation_recall"] for a in counted] == [1.0, 0.0]


def test_declined_answers_have_no_sentences_to_support(say: Say, ground: Ground) -> None:
    assert "citation_recall" not in check(say(), ground).shares
