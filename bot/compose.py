"""Wording an answer from evidence, by template: every claim is bound to the passages that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from bot import declining, wording
from bot.answer import Claim, Section
from bot.citing import Citer
from bot.evidence import GRANTED, Evidence, Group, Item
from bot.frame import Frame, Intent
from ontology.catalogue import Catalogue
from ontology.model import Modality, Node, Principle, Provision, Relation

N = TypeVar("N", bound=Node)
GREETING = (
    "Signpost answers questions about the UK Code of Practice for the Cyber Security of AI: who has to do what, how "
    "firmly, and what others owe them. Try “What must I do as a data custodian?”, “5.4.1”, or a situation in your own "
    "words."
)
BESIDE = {
    "guide": "From the Implementation Guide (it adds no duties)",
    "own-documents": "From your own documents (not the Code)",
}
STRONGEST_FIRST = (Modality.SHALL, Modality.SHOULD)
SURE_LEAST = 0.35
"""Below which score of the best provision it is said that Signpost is not sure."""
SHARED = re.compile(
    r"\b(?:alone|shared?|shares|sharing|jointly|together with|solely|alike|in common|whom? else"
    r"|nobody else|no one else)\b",
    re.IGNORECASE,
)
"""Asks who else has the same duty."""
ONE_OR_TWO = re.compile(
    r"\b(?:one|the same|a single) (?:and the same )?(?:duty|thing|provision|rule|job|obligation|point)\b"
    r"|\bone or two\b",
    re.IGNORECASE,
)
"""Asks whether what is compared is one thing."""
ASKS_PLACE = re.compile(
    r"\b(?:which|what|whose)\b[^.?!]{0,25}\b(?:phase|stage|principle|chapter|part of the (?:code|life[- ]?cycle))\b"
    r"|\bsame (?:phase|stage|principle)\b|\blife[- ]?cycle\b|\b(?:comes?|is|are|falls?|due) (?:first|earlier"
    r"|sooner|later)\b",
    re.IGNORECASE,
)
"""Asks where in the Code something stands."""
STRENGTHS_MOST = 4
"""Up to so many provisions that are looked up or compared, it is said first how firm each is."""


class Composer:
    """Turns evidence into sections of claims."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def compose(self, evidence: Evidence, cite: Citer) -> tuple[Section, ...]:
        """Sections for `evidence`; `cite` hands out the markers."""
        frame = evidence.frame
        if frame.decline is not None:
            return (Section((Claim(declining.sentence(frame, evidence, self._catalogue)),)),)
        if frame.intent is Intent.SMALL_TALK:
            return (Section((Claim(GREETING),)),)
        first = self._first(frame, evidence.groups, cite)
        groups = tuple(group for group in evidence.groups if group.name != GRANTED)
        if frame.intent is Intent.ENUMERATE:
            return first + self._lists(frame, groups, cite)
        if frame.intent is Intent.MAP:
            return first + self._mappings(groups, cite)
        return first + self._grounds(frame, groups, cite)

    def _first(self, frame: Frame, groups: tuple[Group, ...], cite: Citer) -> tuple[Section, ...]:
        """What is said before the answer: corrections, and what is known about what the question takes for granted."""
        notes = tuple(Claim(note) for note in frame.notes)
        known = tuple(self._explained(i, cite) for group in groups if group.name == GRANTED for i in group.items)
        sections = (Section(notes), Section(known, wording.GRANTED, listed=True))
        return tuple(section for section in sections if section.claims)

    # lists -----------------------------------------------------------------------------------------------------

    def _lists(self, frame: Frame, groups: tuple[Group, ...], cite: Citer) -> tuple[Section, ...]:
        if not any(group.items for group in groups):
            return (Section((Claim(self._nothing(frame)),)),)
        opening = Section((Claim(self._opening(frame, groups)),))
        return (opening, *(section for group in groups for section in self._by_strength(frame, group, cite)))

    def _by_strength(self, frame: Frame, group: Group, cite: Citer) -> list[Section]:
        if group.name in set(Relation):
            heading = wording.HEADINGS[Relation(group.name)].format(roles=wording.any_of(frame.roles))
        else:
            heading = "Provisions"
        found = []
        for modality in STRONGEST_FIRST:
            items = [i for i in group.items if i.provision and i.provision.modality is modality]
            if items:
                claims = tuple(Claim(self._listed(frame, item), (cite(item),)) for item in items)
                found.append(Section(claims, f"{heading}: *{modality}* ({len(items)})", listed=True))
        return found

    def _listed(self, frame: Frame, item: Item) -> str:
        """One line of a list; where it is not simply one role's, with whom it names."""
        alone = len(frame.roles) == 1 and not SHARED.search(frame.question)
        return wording.listing(item) if alone else wording.standing(item, self._catalogue)

    def _where(self, frame: Frame) -> str:
        places = []
        if frame.principles:
            places.append(wording.numbered("Principle", frame.principles))
        if frame.phases:
            names = [self._catalogue.phases[phase].label for phase in frame.phases]
            places.append(f"the {wording.listed(names)} phase{'s' if len(names) > 1 else ''}")
        return f" in {wording.listed(places)}" if places else ""

    def _opening(self, frame: Frame, groups: tuple[Group, ...]) -> str:
        counts = {group.name: len(group.items) for group in groups}
        where = self._where(frame)
        if not frame.roles:
            kind = f" with *{frame.modality}*" if frame.modality else ""
            if frame.modality is Modality.MAY:
                kind = " with a *may*, in a second clause"
            if len(frame.relations) == 1:
                kind += f" {wording.CONCERNING[frame.relations[0]]}"
            subject = where.removeprefix(" in ") or "the Code"
            verb = "have" if len(frame.principles) + len(frame.phases) > 1 else "has"
            listed = [item.provision for group in groups for item in group.items if item.provision]
            many = wording.count(len(listed), "provision") if kind else wording.tally(listed)
            return f"{subject[0].upper()}{subject[1:]} {verb} {many}{kind}."
        who = wording.any_of(frame.roles)
        parts = []
        if Relation.OBLIGES in counts:
            verb = "obliges" if counts[Relation.OBLIGES] == 1 else "oblige"
            parts.append(f"{wording.count(counts[Relation.OBLIGES], 'provision')} {verb} {who}")
        if Relation.ORGANISATION in counts:
            verb = "obliges" if counts[Relation.ORGANISATION] == 1 else "oblige"
            parts.append(f"{counts[Relation.ORGANISATION]} {verb} them as organisations in a principle's audience")
        if Relation.INVOLVES in counts:
            served = counts[Relation.INVOLVES]
            many, whom = (f"{served} more", "them") if parts else (wording.count(served, "provision"), who)
            parts.append(f"{many} {'has' if served == 1 else 'have'} others inform, include, protect or serve {whom}")
        strength = ""
        if frame.modality is Modality.SHALL:
            strength = " Only requirements (*shall*) are listed."
        elif frame.modality is Modality.SHOULD:
            strength = " Only recommendations (*should*) are listed."
        elif frame.modality is Modality.MAY:
            strength = " Only provisions with a *may* are listed."
        lead = f"Of the Code's provisions{where}, " if where else "In the Code, "
        return f"{lead}{wording.listed(parts)}.{strength}"

    def _nothing(self, frame: Frame) -> str:
        who = wording.any_of(frame.roles) or "anybody"
        kind = {Modality.SHALL: "no requirement (*shall*)", Modality.SHOULD: "no recommendation (*should*)"}.get(
            frame.modality or Modality.MAY, "no permission (*may*)" if frame.modality else "no provision"
        )
        verb = "that involves" if frame.relations == (Relation.INVOLVES,) else "for"
        return f"The Code has {kind} {verb} {who}{self._where(frame)}."

    # everything else -------------------------------------------------------------------------------------------

    def _grounds(self, frame: Frame, groups: tuple[Group, ...], cite: Citer) -> tuple[Section, ...]:
        sections: list[Section] = []
        for group in groups:
            if group.name in BESIDE:
                claims = tuple(Claim(f"{i.passage.title}: “{i.passage.quote}”", (cite(i),)) for i in group.items)
                sections.append(Section(claims, BESIDE[group.name], listed=True))
                continue
            provisions = [item for item in group.items if item.provision]
            others = [item for item in group.items if not item.provision]
            if others:
                sections.append(Section(tuple(self._explained(item, cite) for item in others), listed=len(others) > 1))
            if provisions:
                claims = tuple(Claim(wording.standing(i, self._catalogue), (cite(i),)) for i in provisions)
                lead = self._lead(frame, provisions)
                if lead:
                    sections.append(Section((Claim(lead),)))
                sections.append(Section(claims, listed=True))
                if frame.intent in (Intent.TOPIC, Intent.COMPARE) and ASKS_PLACE.search(frame.question):
                    sections.append(Section((Claim(self._places(provisions)),)))
        if frame.intent is Intent.LOOK_UP:
            sections += self._background(groups)
        elif frame.intent in (Intent.COMPARE, Intent.FACT):
            sections += self._tallies(groups)
        return tuple(sections)

    def _lead(self, frame: Frame, items: list[Item]) -> str:
        provisions = [item.provision for item in items if item.provision]
        firm = sum(p.modality is Modality.SHALL for p in provisions)
        if frame.intent in (Intent.LOOK_UP, Intent.COMPARE, Intent.FACT, Intent.DEFINE):
            apart = wording.SEPARATE.format(number=len(provisions)) if self._asks_whether_one(frame, provisions) else ""
            return apart + (wording.strengths(provisions) if len(provisions) <= STRENGTHS_MOST else "")
        if frame.choices and max(choice.score for choice in frame.choices) < SURE_LEAST:
            return wording.UNSURE
        if firm == len(provisions):
            return wording.REQUIRES if firm == 1 else wording.REQUIREMENTS
        if firm == 0:
            return wording.RECOMMENDS if len(provisions) == 1 else wording.RECOMMENDATIONS
        return wording.BOTH_STRENGTHS

    @staticmethod
    def _asks_whether_one(frame: Frame, provisions: list[Provision]) -> bool:
        return frame.intent is Intent.COMPARE and len(provisions) > 1 and bool(ONE_OR_TWO.search(frame.question))

    def _explained(self, item: Item, cite: Citer) -> Claim:
        passage = item.passage
        whole = passage.kind in {"term", "role", "threat", "principle", "phase", "document"} or passage.id.startswith(
            "about/"
        )
        text = passage.text if whole else passage.quote
        if passage.kind in {"passage", "principle", "phase"} and passage.title not in text[: len(passage.title) + 20]:
            text = f"**{passage.title}**: {text}"
        sure = " (Our sources for this are weak.)" if passage.confidence == "low" and passage.kind != "example" else ""
        return Claim(text.rstrip() + sure, (cite(item),))

    def _background(self, groups: tuple[Group, ...]) -> list[Section]:
        """For a provision looked up by number: who is named, and its number in the later editions."""
        provisions = [item.provision for group in groups for item in group.items if item.provision]
        claims = [Claim(self._place(p)) for p in provisions]
        claims += [
            Claim(
                f"Principle {p.number} has {self._tally([p])} and is clause {dict(p.numbers)['en-304-223']} in "
                "ETSI TS 104 223 and EN 304 223."
            )
            for p in self._principles(groups)
        ]
        return [Section(tuple(claims))] if claims and len(claims) <= 5 else []

    def _tallies(self, groups: tuple[Group, ...]) -> list[Section]:
        """For principles and phases that are asked about: how many provisions of each strength they have."""
        counted = [f"Principle {p.number} has {self._tally([p])}" for p in self._principles(groups)]
        for phase in self._told(groups, "phase", self._catalogue.phases):
            within = [self._catalogue.principles[i] for i in phase.principles]
            counted.append(f"{phase.label} has {self._tally(within)}")
        return [Section((Claim(f"{wording.listed(counted)}."),))] if counted else []

    def _principles(self, groups: tuple[Group, ...]) -> list[Principle]:
        return self._told(groups, "principle", self._catalogue.principles)

    @staticmethod
    def _told(groups: tuple[Group, ...], kind: str, nodes: Mapping[str, N]) -> list[N]:
        """The nodes of a `kind` that the answer explains."""
        return [nodes[i.passage.node] for group in groups for i in group.items if i.passage.kind == kind]

    def _tally(self, principles: Iterable[Principle]) -> str:
        return wording.tally([self._catalogue.provisions[i] for p in principles for i in p.provisions])

    def _place(self, provision: Provision) -> str:
        """Where it stands in the Code, and in the later editions."""
        return f"{self._in_code(provision)} and is {provision.etsi} in ETSI TS 104 223 and EN 304 223, clause 5."

    def _places(self, items: list[Item]) -> str:
        """Where each of them stands in the Code."""
        return f"{'; '.join(self._in_code(item.provision) for item in items if item.provision)}."

    def _in_code(self, provision: Provision) -> str:
        principle = self._catalogue.principles[str(provision.principle)]
        phase = self._catalogue.phases[principle.phase].label
        return f"{provision.id} belongs to Principle {principle.number} ({phase})"

    def _mappings(self, groups: tuple[Group, ...], cite: Citer) -> tuple[Section, ...]:
        sections = []
        for group in groups:
            if group.name == "mappings":
                claims = tuple(Claim(item.passage.quote, (cite(item),)) for item in group.items)
                sections.append(Section(claims, "Mappings (none shows compliance with either side)", listed=True))
            else:
                claims = tuple(Claim(wording.standing(i, self._catalogue), (cite(i),)) for i in group.items)
                heading = "Provisions of the Code" if group.name == "mapped" else "Principles of the Code"
                sections.append(Section(claims, heading, listed=True))
        if not sections:
            sections.append(Section((Claim("Signpost knows of no mapping between these."),)))
        return tuple(sections)
