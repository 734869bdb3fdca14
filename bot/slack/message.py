"""An answer as one Slack message: the short answer first, *shall* and *should* apart, long lists folded.

Works from ``Answer.sections``. Every part that is folded can be opened from the kept answer by its identifier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.answer import DISCLAIMER, Answer, Citation, Claim, Section, Status
from bot.slack.blocks import (
    FALLBACK,
    MESSAGE_BLOCKS,
    SECTION,
    Block,
    actions,
    button,
    context,
    feedback,
    section,
    sections,
)
from bot.slack.mrkdwn import cut, escaped, linked, mrkdwn, plain
from ontology.iri import BASE

STREAMED: Final = 11_000  # of the 12,000 characters that a stream takes at a time
BODY: Final = 10_000  # Slack answers msg_blocks_too_long somewhat above this, for all blocks together
FOLD: Final = 5  # a list longer than this shows its first five and a button
SHOW_ALL, QUOTES, WHY, SHARE, FEEDBACK, EVERYTHING = "show_all", "quotes", "why", "share", "feedback", "everything"
_STRENGTHS: Final = {"shall": "Required (*shall*)", "should": "Recommended (*should*)"}


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: blocks, the same in plain text, and for streaming the opening and what follows it."""

    text: str
    blocks: list[Block]
    opening: str
    rest: list[Block]
    answer_id: str = ""


def message(
    answer: Answer, *, private: bool = False, late: bool = False, role: str = "", shared_by: str = ""
) -> Message:
    """`answer` for a conversation.

    Args:
        private: only the asker sees it, so it gets a button to share it.
        late: Slack was out of reach when it was asked; say so.
        role: the asker's role, when the question was read in its light.
        shared_by: the user id of whoever shares it, who is named.
    """
    parts = apart(answer)
    short = bool(parts) and not parts[0].heading and (not parts[0].listed or len(parts[0].claims) == 1)
    opening = parts[0] if short else None
    first = [section(prose(opening.claims, answer))] if opening else []
    lists = parts[1:] if opening else parts
    foot = _foot(answer, private=private, late=late, role=role, shared_by=shared_by)
    room = MESSAGE_BLOCKS - len(first) - len(foot)
    body: list[Block] = []
    for part in lists:
        body += folded(part, parts.index(part), answer)
    kept = _fitting(body, room)
    if len(kept) < len(body):
        more = button("Show everything", EVERYTHING, answer.id, "Show the whole answer in a window")
        body = [*_fitting(body, room - 1), actions([more])]
    said = plain_text(answer)
    rest = [*body, *foot]
    streamed = (_markdown(opening.claims, answer) if opening else "") or "Here is what applies:"
    return Message(said, [*first, *rest], streamed, rest, answer.id)


def sentence(text: str) -> Message:
    """One sentence as a message."""
    return Message(escaped(text), [section(escaped(text))], escaped(text), [])


def apart(answer: Answer) -> tuple[Section, ...]:
    """The answer's sections, where a list that mixes strengths is split: *shall*, then *should*, then the rest."""
    strengths = {c.marker: c.modality for c in answer.citations}
    found: list[Section] = []
    for part in answer.sections:
        of = {claim: next((strengths.get(m) for m in claim.markers if strengths.get(m)), None) for claim in part.claims}
        present = [name for name in _STRENGTHS if name in of.values()]
        if not part.listed or len(present) < 2:
            found.append(part)
            continue
        for name in present:
            claims = tuple(c for c in part.claims if of[c] == name)
            lead = f"{part.heading}: " if part.heading else ""
            found.append(Section(claims, f"{lead}{_STRENGTHS[name]}", listed=True))
        others = tuple(c for c in part.claims if of[c] not in _STRENGTHS)
        if others:
            found.append(Section(others, part.heading, listed=True))
    return tuple(found)


def folded(part: Section, number: int, answer: Answer) -> list[Block]:
    """The blocks of one part; a list of more than :data:`FOLD` items is folded behind "Show all"."""
    if not part.listed:
        return [*_heading(part, None), *sections([prose(part.claims, answer)])]
    shown = part.claims if len(part.claims) <= FOLD + 1 else part.claims[:FOLD]
    opener = None
    if len(shown) < len(part.claims):
        every = f"Show all {len(part.claims)}"
        opener = button(every, SHOW_ALL, f"{answer.id} {number}", f"{every}: {plain(part.heading)}")
    heading = _heading(part, opener)
    if opener and not heading:
        heading = [section(f"The first {len(shown)} of {len(part.claims)}:", opener)]
    return [*heading, *items(shown, answer)]


def items(claims: Sequence[Claim], answer: Answer) -> list[Block]:
    """Claims as bullets, in as few blocks as hold them."""
    return sections(f"• {_claim(claim, answer)}" for claim in claims)


def plain_text(answer: Answer) -> str:
    """The answer for screen readers and notifications: at most 4,000 characters, numbered, without marks."""
    lines: list[str] = []
    for part in apart(answer):
        if part.heading:
            lines.append(plain(part.heading) + ":")
        said = [plain(c.text) + "".join(f" [{m}]" for m in c.markers) for c in part.claims]
        lines += [f"- {line}" for line in said] if part.listed else [" ".join(said)]
    lines.append(DISCLAIMER)
    return cut(escaped("\n".join(line for line in lines if line)), FALLBACK)


def marker(citation: Citation) -> str:
    """A citation's number, as a link to its page where there is one."""
    return reference(citation, f"[{citation.marker}]")


def reference(citation: Citation, label: str) -> str:
    """`label` linked to the cited page; plain where this Signpost's pages are served nowhere."""
    return escaped(label) if citation.uri.startswith(BASE) else linked(citation.uri, label)


def _heading(part: Section, opener: Block | None) -> list[Block]:
    return [section(f"*{escaped(plain(part.heading))}*", opener)] if part.heading else []


def prose(claims: Sequence[Claim], answer: Answer) -> str:
    """Claims as sentences, each with its markers."""
    return " ".join(_claim(claim, answer) for claim in claims)


def _claim(claim: Claim, answer: Answer) -> str:
    markers = "".join(" " + marker(c) for c in answer.citations if c.marker in claim.markers)
    return cut(mrkdwn(claim.text), max(SECTION // 2, SECTION - len(markers) - 2)) + markers


def _fitting(blocks: Sequence[Block], room: int) -> list[Block]:
    """The first of `blocks` that fit into `room` blocks and :data:`BODY` characters."""
    kept: list[Block] = []
    held = 0
    for block in blocks[:room]:
        held += len(block.get("text", {}).get("text", ""))
        if held > BODY:
            break
        kept.append(block)
    return kept


def _markdown(claims: Sequence[Claim], answer: Answer) -> str:
    """Claims as Slack's streaming API takes them: in Markdown, in which they are written, links and all."""
    said = []
    for claim in claims:
        cited = [c for c in answer.citations if c.marker in claim.markers]
        said.append(escaped(claim.text) + "".join(_link(c) for c in cited))
    return cut(" ".join(said), STREAMED)


def _link(citation: Citation) -> str:
    served = not citation.uri.startswith(BASE) and linked(citation.uri, "x") != "x" and ")" not in citation.uri
    return f" [[{citation.marker}]]({citation.uri})" if served else f" [{citation.marker}]"


def _foot(answer: Answer, *, private: bool, late: bool, role: str, shared_by: str) -> list[Block]:
    foot: list[Block] = []
    if answer.related:
        pointers = ", ".join(reference(c, c.label) for c in answer.related)
        foot.append(context(f"Related: {pointers}"))
    notes = []
    if role:
        notes.append(f"Read for {escaped(role)}, your role. Change it on my Home tab.")
    if shared_by:
        notes.append(f"Shared by <@{shared_by}>, who asked: “{cut(escaped(answer.frame.question), 500)}”")
    if late:
        notes.append("Slack was out of reach for a while, so this answer comes late.")
    if notes:
        foot.append(context(*notes))
    buttons = []
    if answer.citations:
        buttons.append(button("Quotes", QUOTES, answer.id, "Show what the cited passages say"))
    if answer.status is Status.ANSWERED:
        buttons.append(button("Why these?", WHY, answer.id, "Show how the question was understood"))
    if private:
        buttons.append(button("Share", SHARE, answer.id, "Post this answer for everybody in the channel"))
    if buttons:
        foot.append(actions(buttons))
    foot.append(feedback(FEEDBACK, answer.id))
    foot.append(context(escaped(DISCLAIMER), escaped(answer.attribution)))
    return foot
