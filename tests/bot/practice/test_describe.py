from __future__ import annotations

import pytest

from bot.errors import DescriptionUnclear, QuestionEmpty, QuestionTooLong
from bot.practice.describe import describe
from ontology.catalogue import Catalogue

READ = {
    "we fine-tune an open model and host it for hospitals": ("developer", "system-operator"),
    "Our hospital runs a bought-in chatbot for staff": ("system-operator",),
    "We are a council that put a supplier's assistant live on our website": ("system-operator",),
    "We hold patient records that others train on": ("data-custodian",),
    "We train fraud models for banks": ("developer",),
    "University with its own dataset; we publish open weights on a hub": ("developer", "data-custodian"),
    "Our nurses just use the assistant at work": ("end-user",),
    "Our vendor trains the model; we run it in our data centre": ("system-operator",),
    "A bank that uses a purchased scoring engine": ("system-operator",),
    "We run a hospital and bought an assistant from a vendor who fine-tunes it on our records": (
        "system-operator", "data-custodian",
    ),
    "We're the platform team": ("system-operator",),
    "About to launch a chatbot that we built": ("developer", "system-operator"),
    "A supplier launched it for us; we built the model": ("developer",),
}  # fmt: skip


@pytest.mark.parametrize("said", READ)
def test_roles_are_read_from_what_the_speaker_does(catalogue: Catalogue, said: str) -> None:
    assert describe(said, catalogue).roles == READ[said]


def test_each_role_phase_and_scenario_says_which_words_it_was_read_from(catalogue: Catalogue) -> None:
    found = describe("We're retiring the scoring model that we built", catalogue)
    assert found.suggested_phases == ("secure-end-of-life",)
    assert found.scenario == "ml-fraud-detection"
    assert {r.what for r in found.why} == {"role/developer", "phase/secure-end-of-life", "scenario/ml-fraud-detection"}
    assert all(reason.words in found.text.lower() for reason in found.why)


@pytest.mark.parametrize(
    ("said", "scenario"),
    [
        ("We host a vendor's chatbot for our staff", "chatbot-app"),
        ("We pre-train foundation models and serve them on our platform", "llm-provider"),
        ("We built a classifier that detects fraud", "ml-fraud-detection"),
        ("We release open weights for legal research", "open-access-llm"),
        ("We run an AI system in a hospital", "chatbot-app"),
        ("Our hospital built a model that detects sepsis", "ml-fraud-detection"),
    ],
)
def test_the_nearest_scenario_of_the_guide_is_found(catalogue: Catalogue, said: str, scenario: str) -> None:
    assert describe(said, catalogue).scenario == scenario


@pytest.mark.parametrize("said", ["we sell widgets", "We train our staff on phishing", "hello"])
def test_without_a_role_it_says_what_is_needed(catalogue: Catalogue, said: str) -> None:
    with pytest.raises(DescriptionUnclear, match="Say what you do with the system"):
        describe(said, catalogue)


def test_hostile_descriptions_are_refused_or_cleaned(catalogue: Catalogue) -> None:
    with pytest.raises(QuestionEmpty):
        describe("\u202e\x00", catalogue)
    with pytest.raises(QuestionTooLong):
        describe("we host it " * 1000, catalogue)
    assert describe("we ho\u200bst it", catalogue).roles == ("system-operator",)


def test_a_better_reader_of_roles_is_asked_beside(catalogue: Catalogue) -> None:
    found = describe("we do something with it", catalogue, lambda text: ["data-custodian", "nonsense"])
    assert found.roles == ("data-custodian",)
