"""The Code's own wording: from the official page, or a plain-text capture of it, to texts by number.

Numbering on the page is uneven ("1.1.", "1.1.1 ", "2.2:"), so a line is taken for a provision only when its number
belongs to the principle that it stands under. A paragraph without a number is never added to a provision that has
come to its end: it is kept as a passage of the principle. What does not give exactly the known provisions is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from corpus import blocks
from corpus.agreement import differences, plain
from corpus.blocks import Block
from corpus.errors import SourceChanged
from corpus.wording import normalised, without_footnotes
from ontology.catalogue import Catalogue

NUMBER: Final = re.compile(r"^(?:Provision\s+)?(\d{1,2}(?:\.\d{1,2}){1,2})(?![\d])(?:[.:)]+\s*|\s+|$)", re.IGNORECASE)
PRINCIPLE: Final = re.compile(r"^Principle\s+(\d{1,2})\s*([:.–—-])?\s*(\S.*)$", re.IGNORECASE)
AUDIENCE: Final = re.compile(r"^Primarily applies to\b", re.IGNORECASE)
ENDED: Final = re.compile(r"[.!?][)”’\"']*$")
MOST_DIFFERENCES: Final = 0.15


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as the source has it (white space normalised, footnote marks removed) and its anchor, if any."""

    text: str
    anchor: str | None = None


@dataclass(slots=True)
class PrincipleText:
    """A principle's heading and audience line, and what stands unnumbered beneath them."""

    heading: Wording
    audience: Wording | None = None
    references: Wording | None = None
    unnumbered: list[Wording] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(w.text for w in (self.heading, self.audience) if w)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch before or after the principles."""

    heading: str
    anchor: str | None
    rows: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Official:
    """The parsed Code. `differences` are sentences on where the text and the ontology disagree."""

    provisions: Mapping[str, Wording]
    principles: Mapping[str, PrincipleText]
    sections: tuple[Section, ...]
    differences: tuple[str, ...]


def looks_like_html(text: str) -> bool:
    return bool(re.search(r"<(!doctype html|html|body|div|p|h[1-6])\b", text[:20_000], re.IGNORECASE))


def parse(source: str, catalogue: Catalogue, previous: Mapping[str, str] | None = None) -> Official:
    """The Code from HTML or plain text; `previous` holds the texts now in force, by number, for the diff.

    Raises:
        SourceChanged: the provisions found are not exactly the known ones, or hardly any has the strength and
            the roles that are known of it. The message carries a diff.
    """
    reading = _Reading(catalogue)
    if looks_like_html(source):
        found = blocks.from_html(blocks.tree(source))
    else:
        found = blocks.from_text(source, reading.starts, reading.whole)
    for block in found:
        reading.take(block)
    official = reading.result()
    _require_known(official, catalogue, previous or {})
    return official


class _Reading:
    """What has been read so far. `number` is the principle under which we are, `open` the unfinished provision."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._phases = {phase.label.casefold() for phase in catalogue.phases.values()}
        self._provisions: dict[str, Wording] = {}
        self._principles: dict[str, PrincipleText] = {}
        self._sections: list[tuple[str, str | None, list[Block]]] = []
        self._number: str | None = None
        self._open: str | None = None
        self._outside = True

    def starts(self, line: str) -> bool:
        """Whether a line of plain text begins a paragraph of its own."""
        return bool(
            NUMBER.match(line)
            or ((principle := PRINCIPLE.match(line)) and principle[2])
            or AUDIENCE.match(line)
            or line.startswith(("[", "• ", "- "))
            or line.casefold() in self._phases
        )

    def whole(self, paragraph: str) -> bool:
        """Whether nothing more belongs to a paragraph of plain text: a principle's full heading, a phase."""
        match = PRINCIPLE.match(paragraph)
        principle = self._catalogue.principles.get(match[1]) if match else None
        return paragraph.casefold() in self._phases or bool(
            match and principle and plain(match[3]) in (plain(principle.label), plain(principle.label) + ".")
        )

    def take(self, block: Block) -> None:
        principle = PRINCIPLE.match(block.text)
        if principle and (block.level or principle[2]) and principle[1] in self._catalogue.principles:
            self._begin_principle(principle[1], block)
        elif block.text.casefold() in self._phases:
            self._open = None
        elif self._provision(block):
            return
        elif block.level:
            self._outside, self._open = True, None
            self._sections.append((block.text, block.anchor, []))
        elif self._outside or self._number is None:
            if not self._sections:
                self._sections.append(("", None, []))
            self._sections[-1][2].append(block)
        else:
            self._beneath(self._principles[self._number], block)

    def _begin_principle(self, number: str, block: Block) -> None:
        self._number, self._open, self._outside = number, None, False
        # A table of contents names the principles first; the later heading is the one with text beneath it.
        self._principles[number] = PrincipleText(Wording(without_footnotes(block.text), block.anchor))

    def _provision(self, block: Block) -> bool:
        match = NUMBER.match(block.text)
        if not match or self._number is None or match[1].split(".")[0] != self._number:
            return False
        number, text = match[1], without_footnotes(block.text[match.end() :])
        known = number in self._catalogue.provisions
        if not known and not re.match(r"[A-Z“\"‘(]", text):
            return False
        if self._outside and (number in self._provisions or not known):
            return False
        if number in self._provisions and self._provisions[number].text != text:
            raise SourceChanged(
                f"The source has two different texts numbered {number}. It was not loaded; the text in force stays."
            )
        self._provisions[number] = Wording(text, block.anchor)
        self._open, self._outside = number, False
        return True

    def _beneath(self, principle: PrincipleText, block: Block) -> None:
        wording = Wording(without_footnotes(block.text), block.anchor)
        if self._open:
            unfinished = self._provisions[self._open]
            if block.item or not ENDED.search(unfinished.text):
                joined = f"{unfinished.text} {wording.text}".strip()
                self._provisions[self._open] = Wording(joined, unfinished.anchor)
                return
        if AUDIENCE.match(wording.text) and not principle.audience:
            principle.audience = wording
        elif wording.text.startswith("[") and not principle.references:
            principle.references = wording
        elif wording.text:
            principle.unnumbered.append(wording)

    def result(self) -> Official:
        sections = tuple(Section(heading, anchor, tuple(rows)) for heading, anchor, rows in self._sections if rows)
        audiences = {n: p.audience.text if p.audience else "" for n, p in self._principles.items()}
        headings = {n: p.heading.text for n, p in self._principles.items()}
        texts = {number: wording.text for number, wording in self._provisions.items()}
        return Official(
            self._provisions, self._principles, sections, differences(self._catalogue, texts, headings, audiences)
        )


def _require_known(official: Official, catalogue: Catalogue, previous: Mapping[str, str]) -> None:
    known, found = catalogue.provisions, official.provisions
    missing = [number for number in known if not (number in found and found[number].text)]
    extra = [number for number in found if number not in known]
    absent = [number for number in catalogue.principles if number not in official.principles]
    lines = [f"- {number} {normalised(previous.get(number) or known[number].label)[:100]}" for number in missing]
    lines += [f"+ {number} {found[number].text[:100]}" for number in extra]
    lines += [f"- Principle {number}: {catalogue.principles[number].label}" for number in absent]
    if lines:
        have = len(known) - len(missing)
        raise SourceChanged(
            f"The source does not have the known layout: {have} of {len(known)} provisions found. It was not loaded; "
            "the text in force stays. The difference:\n" + "\n".join(lines)
        )
    most = int(len(known) * MOST_DIFFERENCES)
    if len(official.differences) > most:
        raise SourceChanged(
            f"The source has the known numbers, but {len(official.differences)} of its texts differ from what is known "
            "of them, so it is hardly the Code. It was not loaded; the text in force stays. The difference:\n"
            + "\n".join(f"! {line}" for line in official.differences)
        )
