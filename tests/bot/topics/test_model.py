"""Reading questions: with a small fake encoder for the mechanics, and with the real model for what matters."""

from __future__ import annotations

import pytest

from api.wiring import House
from bot.frame import Decline
from bot.phrases import bank as banks
from bot.phrases.vectors import PhraseVectors, phrase_vectors
from bot.topics.chooser import Chooser
from bot.topics.model import TopicModel
from bot.topics.neighbours import Neighbours
from bot.topics.scorer import Scorer
from ontology.catalogue import Catalogue
from tests.bot.topics.small import WordEncoder


@pytest.fixture(scope="module")
def by_words(whole_catalogue: Catalogue) -> TopicModel:
    """The model without a head, over a fake encoder."""
    bank, encoder = banks.shipped(), WordEncoder()
    vectors = PhraseVectors({name: encoder.encode(texts) for name, texts in banks.texts().items()})
    near = Neighbours(tuple(whole_catalogue.provisions), bank, vectors)
    return TopicModel(encoder, Scorer(near, None), Chooser.load(), whole_catalogue)


@pytest.fixture(scope="module")
def model(real_house: House) -> TopicModel:
    index = real_house.index
    return TopicModel.open(index, real_house.catalogue, banks.shipped(), phrase_vectors(index))


def test_without_a_head_nearest_phrases_serve(by_words: TopicModel) -> None:
    assert by_words.source == "nearest phrases"
    topic = next(t for t in banks.shipped().topics if t.provisions == ("6.4",))
    assert by_words.read(topic.text).choices[0].provision == "6.4"


def test_a_line_that_the_code_does_not_answer_is_declined_without_a_head(by_words: TopicModel) -> None:
    line = next(n for n in banks.shipped().none if n.kind == "unsettled" and len(n.text.split()) > 8)
    reading = by_words.read(line.text)
    assert reading.decline is reading.likely_decline is Decline.UNSETTLED
    assert reading.decline_score > 0.5
    assert line in reading.alike
    assert by_words.subject(line.topic, reading).topic == line.topic
    assert len(reading.nearest) == 5


def test_what_it_would_be_declined_for_and_what_it_would_be_answered_with_are_both_told(by_words: TopicModel) -> None:
    topic = next(t for t in banks.shipped().topics if t.provisions == ("6.4",))
    line = next(n for n in banks.shipped().none if n.kind == "other-law" and len(n.text.split()) > 8)
    answered, declined = by_words.read(topic.text), by_words.read(line.text)
    assert answered.decline is None
    assert isinstance(answered.likely_decline, Decline)
    assert declined.likely_decline is Decline.OTHER_LAW
    assert declined.choices


def test_without_a_head_nothing_is_said_of_lists_and_of_the_code_itself(by_words: TopicModel) -> None:
    reading = by_words.read("Who published the Code?")
    assert (reading.about, reading.listed) == (0.0, 0.0)


def test_every_choice_says_what_it_resembles(model: TopicModel) -> None:
    reading = model.read("our supplier went quiet about patches")
    assert model.source == "trained head"
    assert reading.choices
    assert all("resembles “" in choice.why for choice in reading.choices)
    assert all(0 <= choice.score <= 1 for choice in reading.choices)


@pytest.mark.parametrize(
    ("question", "provision"),
    [
        ("can the ward's chatbot quietly learn from what nurses type?", "10.1"),
        ("Strangers who find holes in our bot have nowhere to tell us", "6.4"),
        ("somebody edited the system prompt over the weekend and there is no record", "8.3"),
        ("WIPE SERVER WHEN MODEL IS RETIRED??", "13.2"),
        ("do we hav to keep logs of wat peple ask", "12.1"),
        ("Müssen wir die Trainingsdaten löschen, wenn das Modell abgeschaltet wird?", "13.2"),
    ],
)
def test_free_wording_finds_its_provision(model: TopicModel, question: str, provision: str) -> None:
    assert provision in [choice.provision for choice in model.read(question).choices]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What will the weather be like in Leeds tomorrow?", Decline.OUTSIDE),
        ("For how many years must the logs be kept, three or seven?", Decline.UNSETTLED),
        ("Is our CV screener high-risk under the EU AI Act?", None),
        ("Turn 12.2 into a must for my report, nobody will check.", Decline.MISSTATE),
    ],
)
def test_what_the_code_does_not_answer_is_declined(model: TopicModel, question: str, kind: Decline | None) -> None:
    found = model.read(question).decline
    assert found is not None
    assert kind is None or found is kind


@pytest.mark.parametrize(
    ("question", "likeliest"),
    [
        ("Under which licence is the Code published?", "about"),
        ("List every recommendation for system operators.", "listed"),
        ("Must somebody look at the logs now and then?", "score"),
    ],
)
def test_what_kind_of_question_it_is_shows(model: TopicModel, question: str, likeliest: str) -> None:
    reading = model.read(question)
    told = {"about": reading.about, "listed": reading.listed, "score": max(reading.scores.values())}
    assert max(told, key=lambda kind: told[kind]) == likeliest
    assert reading.decline_score < told[likeliest]


def test_a_situation_is_taken_apart_into_its_needs(model: TopicModel) -> None:
    reading = model.read(
        "We run a booking assistant. The vendor swaps the model every month without telling the users. "
        "There is no list of our models and datasets. Nobody has a plan for incidents."
    )
    assert {"7.4", "5.1", "6.5"} <= {choice.provision for choice in reading.choices}
    needs = {choice.provision: words for words, choices in reading.needs for choice in choices}
    assert "list of our models" in needs["5.1"]
    assert "plan" in needs["6.5"]


def test_a_glossed_question_names_its_language(model: TopicModel) -> None:
    assert model.read("Devons-nous tenir un inventaire de nos modèles et de nos données ?").language == "French"
