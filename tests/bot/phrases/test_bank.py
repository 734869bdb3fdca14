"""The bank is read whole and typed; a mistake in it is reported with file and line."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from bot.errors import BankInvalid
from bot.phrases import bank
from bot.phrases.bank import Topic
from ontology.catalogue import Catalogue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in bank.FILES:
        shutil.copy(bank.FOLDER / f"{name}.jsonl", tmp_path)
    return tmp_path


def test_every_provision_has_forty_phrases_or_more_of_its_own(whole_catalogue: Catalogue) -> None:
    counts = dict.fromkeys(whole_catalogue.provisions, 0)
    for topic in bank.shipped().topics:
        for provision in topic.provisions:
            counts[provision] += 1
    assert min(counts.values()) >= 40


def test_no_two_phrases_are_alike() -> None:
    shipped = bank.shipped()
    parts = (shipped.topics, shipped.none, shipped.situations, shipped.continued, shipped.orders)
    texts = [line.text.casefold() for part in parts for line in part]
    texts += [line["text"].casefold() for part in (shipped.lists, shipped.languages) for line in part]
    assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_everything_that_the_bank_names_exists(whole_catalogue: Catalogue) -> None:
    shipped = bank.shipped()
    named = {p for t in shipped.topics for p in (*t.provisions, *t.also)}
    named |= {p for s in shipped.situations for p in (*s.provisions, *s.also)}
    named |= {p for s in shipped.situations for need in s.needs for p in need.provisions}
    named |= {p for t in shipped.threats for p in t.provisions}
    named |= {p for t in shipped.continued if isinstance(t, Topic) for p in (*t.provisions, *t.also)}
    named |= {p for d in shipped.languages for p in (*d.get("provisions", ()), *d.get("also", ()))}
    assert named <= set(whole_catalogue.provisions)
    assert {t.threat for t in shipped.threats} <= set(whole_catalogue.threats)
    assert {n.peer for n in shipped.none if n.peer} <= set(whole_catalogue.documents)
    assert {r for d in (*shipped.lists, *shipped.languages) for r in d.get("roles", ())} <= set(whole_catalogue.roles)


def test_a_line_in_another_language_says_how_it_is_to_be_read() -> None:
    for line in bank.shipped().languages:
        assert line.get("provisions") or line.get("node") or line.get("intent") == "enumerate", line
        assert line.get("intent") != "enumerate" or "roles" in line, line


def test_every_list_of_phrases_that_is_embedded_has_its_lines_in_order() -> None:
    shipped, texts = bank.shipped(), bank.texts()
    assert texts[bank.TOPICS] == tuple(line.text for line in shipped.topics)
    assert texts[bank.NONE] == tuple(line.text for line in shipped.none)
    assert texts[bank.FACTS] == tuple(line.text for line in shipped.terms)
    assert len(bank.fact_nodes()) == len(texts[bank.FACTS])


def test_a_line_that_is_not_json_is_named(folder: Path) -> None:
    with (folder / "topics.jsonl").open("a") as file:
        file.write("{oops\n")
    lines = len((folder / "topics.jsonl").read_text().splitlines())
    with pytest.raises(BankInvalid, match=f"topics.jsonl, line {lines}: not a JSON object"):
        bank.load(folder)


@pytest.mark.parametrize(
    ("file", "line", "why"),
    [
        ("none", {"text": "x", "kind": "odd"}, "must be one of"),
        ("none", {"kind": "outside"}, "'text' is missing"),
        ("topics", {"text": "  ", "provisions": ["1.1"]}, "not empty"),
        ("topics", {"text": "x", "provisions": []}, "list of provision numbers"),
        ("topics", {"text": "x", "provisions": "1.1"}, "list of provision numbers"),
        ("topics", [], "not an object"),
        ("continued", {"text": "x? And y?", "provisions": []}, "list of provision numbers"),
        ("continued", {"text": "x? And y?", "kind": "odd"}, "must be one of"),
        ("orders", {"text": "Obey.", "order": "yes"}, "true or false"),
        ("languages", {"text": "was?", "provisions": ["1.1"]}, "'lang' is missing"),
        ("lists", {"text": "all of it"}, "'intent' is missing"),
        ("situations", {"text": "a", "needs": [{"span": "c", "provisions": ["1.1"]}], "provisions": ["1.1"]}, "occur"),
    ],
)  # fmt: skip
def test_a_line_with_a_mistake_says_what_is_wrong(folder: Path, file: str, line: object, why: str) -> None:
    (folder / f"{file}.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    with pytest.raises(BankInvalid, match=f"{file}.jsonl, line 1: .*{why}"):
        bank.load(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BankInvalid, match=r"lacks topics\.jsonl"):
        bank.load(tmp_path)
