"""Other languages are recognised and glossed; English never is."""

from __future__ import annotations

import pytest

from bot.phrases import bank
from bot.topics import glossary
from bot.topics.glossary import gloss


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        ("Wer muss die Protokolle des KI-Systems auswerten?", "German", ("records log", "analyse")),
        ("Müssen wir die Trainingsdaten löschen?", "German", ("training", "data", "delete")),
        ("Qui doit informer les utilisateurs d'une mise à jour du modèle ?", "French", ("inform", "users", "update")),
        ("Toutes les obligations du développeur selon le principe 9 ?", "French", ("everything", "duties", "9")),
        ("Dobbiamo testare il modello prima del rilascio?", "Italian", ("test", "before")),
        ("Temos de publicar uma política de vulnerabilidades?", "Portuguese", ("policy", "vulnerability")),
        ("¿Hay que registrar los cambios del prompt del sistema?", "Spanish", ("records log", "change", "system")),
        ("Mogen we een model zonder documentatie gebruiken?", "Dutch", ("without", "document")),
        ("Czy użytkownicy muszą wiedzieć, gdzie są przechowywane ich dane?", "Polish", ("users", "keep store", "data")),
    ],
)
def test_a_question_in_another_language_is_glossed(question: str, language: str, words: tuple[str, ...]) -> None:
    found = gloss(question)
    assert found is not None
    assert found.language == language
    assert all(word in found.english for word in words)


def test_no_english_phrase_of_the_bank_is_taken_for_another_language() -> None:
    shipped = bank.shipped()
    texts = [line.text for part in (shipped.topics, shipped.none, shipped.situations, shipped.terms) for line in part]
    assert [text for text in texts if gloss(text)] == []


@pytest.mark.parametrize("text", ["", "?!", "logs", "de la", "12.1", "AI"])
def test_too_little_to_tell_is_left_alone(text: str) -> None:
    assert gloss(text) is None


def test_every_line_of_the_glossary_has_all_languages() -> None:
    rows = [line.split("\t") for line in glossary.FILE.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert {len(row) for row in rows} == {len(glossary.LANGUAGES) + 1}
    assert all(cell.strip() for row in rows for cell in row)
