"""Handing out citation markers: one marker for each passage, in the order of first use."""

from __future__ import annotations

from bot.answer import Citation
from bot.evidence import Item
from ontology.iri import iri, served
from ontology.model import Node


class Citer:
    """Call it with an item to get its marker; :attr:`citations` are all that were handed out.

    Args:
        base_url: where the identifiers are served; the canonical IRIs when None.
    """

    def __init__(self, base_url: str | None = None) -> None:
        self._base_url = base_url
        self._markers: dict[str, int] = {}
        self._items: list[Item] = []

    def __call__(self, item: Item) -> int:
        marker = self._markers.get(item.passage.id)
        if marker is None:
            marker = len(self._items) + 1
            self._markers[item.passage.id] = marker
            self._items.append(item)
        return marker

    @property
    def items(self) -> tuple[Item, ...]:
        """What was cited; the item with marker n stands at n - 1."""
        return tuple(self._items)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(citation(item, number, self._base_url) for number, item in enumerate(self._items, 1))


def citation(item: Item, marker: int, base_url: str | None) -> Citation:
    """The citation of `item`, with the served address of its node."""
    passage, provision = item.passage, item.provision
    return Citation(
        marker=marker,
        kind=passage.kind,
        id=passage.node,
        uri=served(passage.iri or iri("passage", passage.id), base_url),
        label=label(provision) if provision else passage.title,
        modality=str(provision.modality) if provision else None,
        quote=passage.quote,
        verbatim=passage.verbatim,
        source_url=passage.source_url,
        also=str(provision.also) if provision and provision.also else None,
        relation=str(item.relation) if item.relation else None,
    )


def label(node: Node) -> str:
    return f"{node.id} {node.label}"
