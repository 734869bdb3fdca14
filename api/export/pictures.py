"""Pictures of progress: one drawing, as SVG for pages and PNG for documents; colours differ in lightness too."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape

from PIL import Image, ImageDraw, ImageFont

from bot.practice.assessment import STATUS_WORDS, Status
from bot.practice.gaps import Tally

COLOURS = {
    Status.MET: "#1b5e20",
    Status.PARTLY: "#f0a202",
    Status.NOT_MET: "#b3261e",
    Status.NOT_APPLICABLE: "#9e9e9e",
    Status.OPEN: "#e3e3e3",
}
_ROW, _LABEL, _BAR, _PAD, _LEGEND = 26, 330, 480, 12, 40
WIDTH = _LABEL + _BAR + 70 + 2 * _PAD


def _shortened(label: str, longest: int = 46) -> str:
    return label if len(label) <= longest else label[: longest - 1].rstrip() + "…"


def _bars(tallies: Sequence[Tally]) -> list[list[tuple[Status, float, float]]]:
    """For each tally its segments: status, start and length as shares of the bar."""
    made = []
    for tally in tallies:
        start = 0.0
        segments = []
        for status in COLOURS:
            share = tally.of(status) / tally.total if tally.total else 0.0
            if share:
                segments.append((status, start, share))
            start += share
        made.append(segments)
    return made


def height(tallies: Sequence[Tally]) -> int:
    """Height in pixels."""
    return _LEGEND + _ROW * len(tallies) + 2 * _PAD


def described(tallies: Sequence[Tally]) -> str:
    """The picture in words, for whoever cannot see it."""
    said = [f"{tally.label}: {tally.of(Status.MET)} of {tally.applicable} met" for tally in tallies]
    return f"Bars of progress. {'; '.join(said)}."


def svg(tallies: Sequence[Tally], title: str) -> str:
    """Stacked bars as a self-contained SVG with a title and a description."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height(tallies)}" role="img" '
        f'font-family="sans-serif" font-size="13"><title>{escape(title)}</title>'
        f"<desc>{escape(described(tallies))}</desc>"
    ]
    for at, status in enumerate(COLOURS):
        x = _PAD + at * 150
        parts.append(f'<rect x="{x}" y="{_PAD}" width="12" height="12" fill="{COLOURS[status]}"/>')
        parts.append(f'<text x="{x + 18}" y="{_PAD + 11}">{escape(STATUS_WORDS[status])}</text>')
    for row, (tally, segments) in enumerate(zip(tallies, _bars(tallies), strict=True)):
        y = _PAD + _LEGEND + row * _ROW
        parts.append(f'<text x="{_PAD}" y="{y + 15}">{escape(_shortened(tally.label))}</text>')
        for status, start, share in segments:
            x0, width = _PAD + _LABEL + start * _BAR, share * _BAR
            parts.append(f'<rect x="{x0:.1f}" y="{y}" width="{width:.1f}" height="18" fill="{COLOURS[status]}"/>')
        parts.append(
            f'<text x="{_PAD + _LABEL + _BAR + 8}" y="{y + 15}">{tally.of(Status.MET)}/{tally.applicable}</text>'
        )
    return "".join((*parts, "</svg>"))


def png(tallies: Sequence[Tally], scale: int = 2) -> bytes:
    """The same bars as PNG, at `scale` pixels for one."""
    image = Image.new("RGB", (WIDTH * scale, height(tallies) * scale), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(13 * scale)

    def box(x: float, y: float, width: float, tall: float, colour: str) -> None:
        draw.rectangle((x * scale, y * scale, (x + width) * scale - 1, (y + tall) * scale), fill=colour)

    for at, status in enumerate(COLOURS):
        box(_PAD + at * 150, _PAD, 12, 12, COLOURS[status])
        draw.text(((_PAD + at * 150 + 18) * scale, (_PAD - 2) * scale), STATUS_WORDS[status], "black", font)
    for row, (tally, segments) in enumerate(zip(tallies, _bars(tallies), strict=True)):
        y = _PAD + _LEGEND + row * _ROW
        draw.text((_PAD * scale, y * scale), _shortened(tally.label), "black", font)
        for status, start, share in segments:
            box(_PAD + _LABEL + start * _BAR, y, share * _BAR, 18, COLOURS[status])
        met = f"{tally.of(Status.MET)}/{tally.applicable}"
        draw.text(((_PAD + _LABEL + _BAR + 8) * scale, y * scale), met, "black", font)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
