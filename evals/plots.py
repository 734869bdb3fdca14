"""Plots as inline SVG, drawn by hand, so that a report is one file that works offline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from markupsafe import Markup

COLOURS: Final = ("#2563a8", "#c2571a", "#6b8e23", "#7a4ca0", "#8a8f98")
_WIDTH: Final = 1000
_HEIGHT: Final = 260
_LEFT: Final = 40
_FLOOR: Final = 200


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing and what it shows."""

    svg: Markup
    caption: str


def bars(series: Mapping[str, Mapping[str, float | None]], caption: str) -> Plot:
    """Grouped bars of values in [0, 1]: one group for each row, one bar for each series."""
    rows = list(dict.fromkeys(row for values in series.values() for row in values))
    parts = _axis()
    group = (_WIDTH - _LEFT) / max(1, len(rows))
    wide = group * 0.8 / max(1, len(series))
    for place, row in enumerate(rows):
        start = _LEFT + place * group + group * 0.1
        for number, (name, values) in enumerate(series.items()):
            value = values.get(row)
            if value is not None:
                high = value * (_FLOOR - 10)
                said = f"{name}, {row}: {value:.3f}"
                parts.append(_bar(start + number * wide, wide * 0.92, high, COLOURS[number % len(COLOURS)], said))
        parts.append(_words(start + group * 0.4, _FLOOR + 16, row))
    parts += _legend(list(series))
    return _drawn(parts, caption)


def histogram(values: Sequence[float], caption: str, bins: int = 10) -> Plot:
    """How many of `values`, each in [0, 1], fall into each of `bins` equal bins."""
    counts = [0] * bins
    for value in values:
        counts[min(int(value * bins), bins - 1)] += 1
    top = max([*counts, 1])
    parts = [f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH}" y1="{_FLOOR}" y2="{_FLOOR}"/>']
    wide = (_WIDTH - _LEFT) / bins
    for place, count in enumerate(counts):
        high = count / top * (_FLOOR - 20)
        x = _LEFT + place * wide
        span = f"{place / bins:.1f}–{(place + 1) / bins:.1f}"
        parts.append(_bar(x + 3, wide - 6, high, COLOURS[0], f"{span}: {count}"))
        parts.append(_words(x + wide / 2, _FLOOR - high - 5, str(count)))
        parts.append(_words(x + wide / 2, _FLOOR + 16, span))
    return _drawn(parts, caption)


def _bar(x: float, wide: float, high: float, colour: str, said: str) -> str:
    box = f'x="{x:.1f}" y="{_FLOOR - high:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    return f'<rect {box} fill="{colour}"><title>{escape(said)}</title></rect>'


def _words(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(words)}</text>'


def _axis() -> list[str]:
    parts = []
    for step in range(0, 11, 2):
        y = _FLOOR - step / 10 * (_FLOOR - 10)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{step / 10:.1f}</text>')
    return parts


def _legend(names: Sequence[str]) -> list[str]:
    parts = []
    for number, name in enumerate(names):
        x = _LEFT + number * 190
        colour = COLOURS[number % len(COLOURS)]
        parts.append(f'<rect x="{x}" y="{_FLOOR + 36}" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 18}" y="{_FLOOR + 47}">{escape(name)}</text>')
    return parts


def _drawn(parts: Sequence[str], caption: str) -> Plot:
    label = escape(caption, quote=True)
    body = "".join(parts)
    svg = f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}" width="100%">{body}</svg>'
    return Plot(Markup(svg), caption)  # noqa: S704  (every text in it is escaped above)
