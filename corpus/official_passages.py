"""The parsed Code as passages, bound to the ontology's nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from corpus.blocks import Block
from corpus.official import Official, Section, Wording
from corpus.passage import OFFICIAL, Passage
from corpus.wording import slug, without_footnotes
from ontology.catalogue import Catalogue
from ontology.model import Node

LONGEST: Final = 1_200  # characters; the encoder reads some 256 word pieces


def passages(official: Official, catalogue: Catalogue, url: str) -> tuple[Passage, ...]:
    """Provisions and principles bound to their IRIs, then what stands around them. `url` is where the page is read."""
    return (*_numbered(official, catalogue, url), *_around(official, catalogue, url))


def _of(node: Node, wording: Wording, url: str, suffix: str = "", kind: str | None = None) -> Passage:
    locator = f"#{wording.anchor}" if wording.anchor else None
    return Passage(
        id=f"{OFFICIAL}/{node.kind}/{node.id}{suffix}",
        kind=kind or node.kind,
        node=node.id,
        iri=node.iri,
        title=node.label,
        text=wording.text,
        quote=wording.text,
        corpus=OFFICIAL,
        verbatim=True,
        source_url=url + (locator or ""),
        locator=locator,
        source="Official wording.",
    )


def _numbered(official: Official, catalogue: Catalogue, url: str) -> Iterator[Passage]:
    for number, provision in catalogue.provisions.items():
        yield _of(provision, official.provisions[number], url)
    for number, principle in catalogue.principles.items():
        text = official.principles[number]
        yield _of(principle, Wording(text.text, text.heading.anchor), url)
        for position, wording in enumerate(text.unnumbered, start=1):
            yield _of(principle, wording, url, f"/unnumbered-{position}", "passage")


def _around(official: Official, catalogue: Catalogue, url: str) -> Iterator[Passage]:
    seen: dict[str, int] = {}
    roles = {words.casefold(): role for role in catalogue.roles.values() for words in (role.label, _plural(role.label))}
    for section in official.sections:
        bound = {i: role for i, row in enumerate(section.rows) if (role := roles.get(_first(row)))}
        for position, role in bound.items():
            row = section.rows[position]
            yield _of(role, Wording(without_footnotes(row.text), row.anchor or section.anchor), url)
        rest = [row for i, row in enumerate(section.rows) if i not in bound]
        name = slug(section.heading or "before")
        for wording in _stretches(section, rest):
            seen[name] = seen.get(name, 0) + 1
            locator = f"#{wording.anchor}" if wording.anchor else None
            identifier = f"{OFFICIAL}/section/{name}-{seen[name]}"
            yield Passage(
                id=identifier, kind="passage", node=identifier, iri=None, title=section.heading or "The Code",
                text=wording.text, quote=wording.text, corpus=OFFICIAL, verbatim=True, source_url=url + (locator or ""),
                locator=locator, source="Official wording.",
            )  # fmt: skip


def _stretches(section: Section, rows: list[Block]) -> Iterator[Wording]:
    """Neighbouring paragraphs put together while they are short enough."""
    words: list[str] = []
    for row in rows:
        text = without_footnotes(row.text)
        if words and sum(map(len, words)) + len(text) > LONGEST:
            yield Wording(" ".join(words), section.anchor)
            words = []
        words.append(text)
    if words:
        yield Wording(" ".join(words), section.anchor)


def _first(row: Block) -> str:
    return row.cells[0].casefold() if len(row.cells) > 1 else ""


def _plural(label: str) -> str:
    return label.removesuffix("y") + "ies" if label.endswith("y") else label + "s"
