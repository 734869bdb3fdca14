"""Progress as a picture: a stacked bar for each group of provisions, by how they stand. A table says the same."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from markupsafe import Markup

from bot.practice.assessment import STATUS_WORDS
from bot.practice.gaps import Tally

_LABEL, _WIDE, _ROW, _TALL, _HEAD = 320, 420, 26, 16, 30
_LONGEST: Final = 38


def picture(groups: Sequence[tuple[str, Sequence[Tally]]]) -> Markup:
    """Bars under headings, each in stretches by how many provisions have a status, with the share that is met."""
    y, parts = 0.0, []
    for heading, tallies in groups:
        if heading:
            parts.append(f'<text class="head" x="0" y="{y + 20:.0f}">{escape(heading)}</text>')
            y += _HEAD
        for tally in tallies:
            parts.append(_bar(tally, y))
            y += _ROW
        y += 8
    total = _LABEL + _WIDE + 70
    return Markup(  # noqa: S704  -- every text above is escaped
        f'<svg class="progress" viewBox="0 0 {total} {y:.0f}" role="img" aria-label="Progress, as in the tables">'
        f"{''.join(parts)}</svg>"
    )


def _bar(tally: Tally, y: float) -> str:
    label = tally.label if len(tally.label) <= _LONGEST else tally.label[: _LONGEST - 1].rstrip() + "…"
    parts = [f'<text x="0" y="{y + 13:.0f}">{escape(label)}</text>']
    x = float(_LABEL)
    for status, number in tally.counts:
        if not number:
            continue
        wide = _WIDE * number / tally.total
        said = escape(f"{tally.label}: {number} {STATUS_WORDS[status]}")
        parts.append(
            f'<rect class="s-{status.value}" x="{x:.1f}" y="{y:.0f}" width="{wide:.1f}" height="{_TALL}">'
            f"<title>{said}</title></rect>"
        )
        x += wide
    parts.append(f'<text x="{_LABEL + _WIDE + 8}" y="{y + 13:.0f}">{tally.share_met:.0%} met</text>')
    return "".join(parts)
