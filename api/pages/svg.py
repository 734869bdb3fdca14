"""Pictures drawn on the server: the graph around a node, and the whole Code. Every node is a link.

Colours come from the style sheet by class, so that light and dark both hold; everything a picture shows is also said
in words on the same page.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from markupsafe import Markup

from api.pages import address
from api.pages.linked import Group, short
from ontology.catalogue import Catalogue
from ontology.model import Modality, Node, Provision, Relation, Role

MOST: Final = 8  # nodes of a group that are drawn
_BOX, _TALL, _STEP, _HEAD = 262, 28, 36, 26
_LEFT, _CENTRE, _RIGHT = 0, 300, 600
_WIDE = 862
_LABEL, _CHIP, _CHIP_TALL, _GAP, _IN_ROW = 248, 48, 24, 6, 3
_TOP: Final = 40


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _box(x: float, y: float, node: Node, root: str) -> str:
    full = node.label if short(node) == node.label else f"{short(node)}: {node.label}"
    return (
        f'<a href="{escape(root + address.of_node(node))}" class="node kind-{escape(node.kind)}">'
        f"<title>{escape(full)}</title>"
        f'<rect x="{x}" y="{y}" width="{_BOX}" height="{_TALL}" rx="4"/>'
        f'<text x="{x + 10}" y="{y + 19}">{escape(_cut(full, 29))}</text></a>'
    )


def _sides(groups: Sequence[Group]) -> tuple[list[Group], list[Group]]:
    """The groups in two columns of about the same height, in order."""
    left: list[Group] = []
    right: list[Group] = []
    heights = [0, 0]
    for group in groups:
        side = 0 if heights[0] <= heights[1] else 1
        (left, right)[side].append(group)
        heights[side] += 1 + min(len(group.nodes), MOST)
    return left, right


def neighbourhood(node: Node, groups: Sequence[Group], root: str = "") -> Markup:
    """`node` in the middle, what is linked to it on both sides; of a large group the first few, and how many more."""
    columns = _sides(groups)
    drawn: list[tuple[int, float, float, str]] = []  # side, x, y of the box's middle, markup
    ends = [0.0, 0.0]
    for side, column in enumerate(columns):
        x, y = (_LEFT, _RIGHT)[side], 4.0
        for group in column:
            more = len(group.nodes) - MOST
            heading = f"{group.heading} ({len(group.nodes)})" if more > 0 else group.heading
            drawn.append((-1, 0, 0, f'<text class="head" x="{x}" y="{y + 16}">{escape(heading)}</text>'))
            y += _HEAD
            for other in group.nodes[:MOST]:
                drawn.append((side, x, y + _TALL / 2, _box(x, y, other, root)))
                y += _STEP
            if more > 0:
                drawn.append((-1, 0, 0, f'<text class="more" x="{x + 10}" y="{y + 14}">and {more} more</text>'))
                y += _HEAD
            y += 8
        ends[side] = y
    tall = max(*ends, 90.0)
    middle = min(tall / 2, 260.0)
    lines = []
    for side, left, level, _ in drawn:
        if side < 0:
            continue
        start, end = (_CENTRE, left + _BOX) if side == 0 else (_CENTRE + _BOX, left)
        bend = (start + end) / 2
        lines.append(f'<path d="M{start} {middle} C{bend} {middle} {bend} {level} {end} {level}"/>')
    label = _cut(node.label, 28)
    centre = (
        f'<g class="centre"><rect x="{_CENTRE}" y="{middle - 26}" width="{_BOX}" height="52" rx="6"/>'
        f'<text x="{_CENTRE + _BOX / 2}" y="{middle - 4}" class="strong">{escape(_cut(short(node), 28))}</text>'
        f'<text x="{_CENTRE + _BOX / 2}" y="{middle + 15}">{escape(label if short(node) != node.label else node.kind)}'
        "</text></g>"
    )
    said = "; ".join(f"{group.heading.lower()}: {len(group.nodes)}" for group in groups)
    return Markup(  # noqa: S704  -- every text and address above is escaped
        f'<svg class="graph" viewBox="-2 -2 {_WIDE + 4} {tall + 4:.0f}" role="group" aria-labelledby="graph-t graph-d">'
        f'<title id="graph-t">What is linked to {escape(short(node))}</title>'
        f'<desc id="graph-d">A node in the middle with lines to {escape(said)}. The page lists the same.</desc>'
        f'<g class="lines" aria-hidden="true">{"".join(lines)}</g>{centre}'
        f"{''.join(markup for *_, markup in drawn)}</svg>"
    )


def _chip(x: float, y: float, provision: Provision, relation: Relation, root: str) -> str:
    involved = relation is Relation.INVOLVES
    look = "involves" if involved else provision.modality.value
    words = f"{provision.modality.value}{', and ' + provision.also.value if provision.also else ''}"
    how = {"obliges": "", "organisation": ", on organisations", "involves": ", others must act"}[relation.value]
    dot = ""
    if not involved and provision.also:
        dot = f'<circle cx="{x + _CHIP - 6}" cy="{y + 6}" r="3"/>'
    return (
        f'<a href="{escape(root + address.of_node(provision))}" class="chip {look} {relation.value}">'
        f"<title>{escape(f'{provision.id} ({words}{how}): {provision.label}')}</title>"
        f'<rect x="{x}" y="{y}" width="{_CHIP}" height="{_CHIP_TALL}" rx="3"/>{dot}'
        f'<text x="{x + _CHIP / 2}" y="{y + 16.5}">{escape(provision.id)}</text></a>'
    )


def cell(catalogue: Catalogue, principle: int, role: str) -> list[tuple[Provision, Relation]]:
    """The provisions of a principle that concern a role, each by its firmest relation."""
    found: dict[str, tuple[Provision, Relation]] = {}
    for one in catalogue.obligations([role], principles=[principle], relations=tuple(Relation)):
        found.setdefault(one.provision.id, (one.provision, one.relation))
    return sorted(found.values(), key=lambda pair: pair[0].order)


def in_order(catalogue: Catalogue) -> list[Role]:
    """The roles as pictures and tables line them up: those that act most first."""
    return sorted(catalogue.roles.values(), key=lambda role: -len(catalogue.obligations([role.id])))


def whole_code(catalogue: Catalogue, root: str = "") -> Markup:
    """Principles down, roles across; in each cell the provisions, shaded by how firmly they speak."""
    roles = in_order(catalogue)
    grid = {p.number: [cell(catalogue, p.number, role.id) for role in roles] for p in catalogue.principles.values()}
    parts: list[str] = []
    starts: list[float] = []
    wide = float(_LABEL)
    for at, role in enumerate(roles):  # a column is as wide as its fullest cell or its heading needs
        boxes = min(_IN_ROW, max(len(cells[at]) for cells in grid.values()))
        x = wide
        starts.append(x)
        wide += max(boxes * (_CHIP + _GAP), 9 * len(role.label)) + 14
        parts.append(
            f'<a href="{escape(root + address.of_node(role))}" class="axis">'
            f'<text x="{x}" y="24">{escape(role.label)}</text></a>'
        )
    y = float(_TOP)
    for principle in catalogue.principles.values():
        cells = grid[principle.number]
        rows = max(1, max(-(-len(found) // _IN_ROW) for found in cells))
        tall = rows * (_CHIP_TALL + _GAP) + 14
        parts.append(f'<path class="rule" d="M0 {y} H{wide}"/>')
        parts.append(
            f'<a href="{escape(root + address.of_node(principle))}" class="axis">'
            f"<title>{escape(principle.label)}</title>"
            f'<text x="0" y="{y + 25}">{principle.number}. {escape(_cut(principle.label, 27))}</text></a>'
        )
        for at, found in enumerate(cells):
            for place, (provision, relation) in enumerate(found):
                x = starts[at] + (place % _IN_ROW) * (_CHIP + _GAP)
                parts.append(_chip(x, y + 10 + (place // _IN_ROW) * (_CHIP_TALL + _GAP), provision, relation, root))
        y += tall
    shall = sum(p.modality is Modality.SHALL for p in catalogue.provisions.values())
    said = (
        f"A grid of {len(catalogue.principles)} principles by {len(roles)} roles with {len(catalogue.provisions)} "
        f"provisions, {shall} of them requirements. The table below says the same in numbers."
    )
    return Markup(  # noqa: S704  -- every text and address above is escaped
        f'<svg class="whole" viewBox="-2 0 {wide + 4:.0f} {y + 4:.0f}" role="group" '
        f'aria-labelledby="whole-t whole-d"><title id="whole-t">The whole Code</title>'
        f'<desc id="whole-d">{escape(said)}</desc>{"".join(parts)}</svg>'
    )


def progress(counts: Sequence[tuple[str, int]], label: str) -> Markup:
    """One stacked bar: for each (status, number) a stretch with the class of the status."""
    total = sum(number for _, number in counts) or 1
    x = 0.0
    parts = []
    for status, number in counts:
        wide = 200 * number / total
        if number:
            parts.append(
                f'<rect class="s-{escape(status)}" x="{x:.1f}" y="0" width="{wide:.1f}" height="14">'
                f"<title>{escape(status.replace('-', ' '))}: {number}</title></rect>"
            )
        x += wide
    return Markup(  # noqa: S704  -- as above
        f'<svg class="bar" viewBox="0 0 200 14" preserveAspectRatio="none" role="img" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg>"
    )
