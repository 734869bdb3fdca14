"""Cost against size: as a table, and as a drawing with one panel for latency and one for memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from math import ceil, floor, log10
from typing import Final

from markupsafe import Markup

from evals.vector_bench import Cost

COLOURS: Final = ("#2563a8", "#c2571a", "#6b8e23", "#7a4ca0")
WIDTH, HEIGHT, PANEL, GAP, LEFT, TOP, FLOOR = 900, 400, 350, 90, 70, 60, 320


def table(costs: Sequence[Cost]) -> str:
    """Plain text, a line for each engine and size."""
    lines = [
        f"{'engine':32}{'vectors':>10}{'add s':>8}{'ready s':>9}{'p50 ms':>8}{'p95 ms':>8}"
        f"{'MB':>7}{'peak':>7}{'recall':>8}"
    ]
    for c in costs:
        lines.append(
            f"{c.engine:32}{c.size:>10,}{c.add_seconds:>8.1f}{c.ready_seconds:>9.1f}{c.p50_ms:>8.2f}{c.p95_ms:>8.2f}"
            f"{c.memory_mb:>7.0f}{c.peak_mb:>7.0f}{c.recall:>8.3f}"
        )
    return "\n".join(lines)


def plot(costs: Sequence[Cost]) -> Markup:
    """The p95 of a search and the memory held over the number of vectors, as SVG; all axes are logarithmic."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-label="What a search costs, by number of vectors" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    parts += _panel(costs, LEFT, "p95 of a search, milliseconds", lambda c: c.p95_ms, "{:.1f}")
    parts += _panel(costs, LEFT + PANEL + GAP, "memory held, MB", lambda c: c.memory_mb, "{:,.0f}")
    for place, family in enumerate(families(costs)):
        x, colour = LEFT + place * 200, COLOURS[place % len(COLOURS)]
        parts.append(f'<rect x="{x}" y="{HEIGHT - 26}" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 18}" y="{HEIGHT - 15}">{escape(family)}</text>')
    parts.append("</svg>")
    return Markup("\n".join(parts))  # noqa: S704 - every text in it is a number, our own, or escaped


def families(costs: Sequence[Cost]) -> list[str]:
    """The engines, without how they searched: FAISS, flat and FAISS, HNSW are one line."""
    return list(dict.fromkeys(_family(c) for c in costs))


def _family(cost: Cost) -> str:
    return cost.engine.split(",")[0]


def _panel(costs: Sequence[Cost], left: int, title: str, value: Callable[[Cost], float], form: str) -> list[str]:
    sizes = sorted({c.size for c in costs})
    least, most = floor(log10(max(0.01, min(map(value, costs))))), ceil(log10(max(1.0, *map(value, costs))))
    most = max(most, least + 1)
    across = max(log10(sizes[-1] / sizes[0]), 1e-9)

    def x(size: int) -> float:
        return left + 30 + log10(size / sizes[0]) / across * (PANEL - 60)

    def y(cost: float) -> float:
        return FLOOR - (log10(max(cost, 10.0**least)) - least) / (most - least) * (FLOOR - TOP)

    parts = [f'<text x="{left}" y="{TOP - 24}" font-weight="bold">{escape(title)}</text>']
    for power in range(least, most + 1):
        at = y(10.0**power)
        parts.append(f'<line x1="{left}" x2="{left + PANEL}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:,g}</text>')
    for size in sizes:
        parts.append(f'<text x="{x(size):.1f}" y="{FLOOR + 22}" text-anchor="middle">{size:,}</text>')
    for place, family in enumerate(families(costs)):
        colour = COLOURS[place % len(COLOURS)]
        own = sorted((c for c in costs if _family(c) == family), key=lambda c: c.size)
        line = " ".join(f"{x(c.size):.1f},{y(value(c)):.1f}" for c in own)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for c in own:
            at = y(value(c))
            above = value(c) >= max(value(other) for other in costs if other.size == c.size)
            said = f'y="{at - 10 if above else at + 20:.1f}" text-anchor="middle" fill="{colour}"'
            parts.append(f'<circle cx="{x(c.size):.1f}" cy="{at:.1f}" r="4" fill="{colour}"/>')
            parts.append(f'<text x="{x(c.size):.1f}" {said}>{form.format(value(c))}</text>')
    return parts
