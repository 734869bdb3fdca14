"""The triple store: rdflib's API over Oxigraph, one named graph for each data file.

Oxigraph loads the data in some 50 ms where rdflib's own store needs the better part of a second; what is above
only sees an :class:`rdflib.Dataset`.
"""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from ontology.errors import DataInvalid
from ontology.iri import GRAPHS

if TYPE_CHECKING:
    from rdflib import Dataset

VOCABULARY_FILE = "vocabulary.ttl"
SHAPES_FILE = "shapes.ttl"


def data_files() -> dict[str, Traversable]:
    """The Turtle files that ship, by the name of their graph (``provisions``, ``vocabulary``, ...), sorted."""
    folder = resources.files("ontology") / "data"
    return {
        entry.name.removesuffix(".ttl"): entry
        for entry in sorted(folder.iterdir(), key=lambda item: item.name)
        if entry.name.endswith(".ttl")
    }


def open_dataset(url: str | None = None) -> Dataset:
    """The shipped ontology as an in-memory dataset, each file in its named graph, queries seeing their union.

    With `url`, the dataset that a SPARQL 1.1 endpoint serves there, read only (see :mod:`ontology.endpoint`).

    Raises:
        DataInvalid: a file is not valid Turtle (says which, and where).
        StoreUnavailable: `url` is no address of an endpoint; later, from queries, that it does not answer.
    """
    if url is not None:
        from ontology.endpoint import open_endpoint

        return open_endpoint(url)
    import pyoxigraph
    from oxrdflib import OxigraphStore
    from rdflib import Dataset

    store = pyoxigraph.Store()
    for name, file in data_files().items():
        try:
            store.bulk_load(
                file.read_bytes(), pyoxigraph.RdfFormat.TURTLE, to_graph=pyoxigraph.NamedNode(GRAPHS + name)
            )
        except (SyntaxError, ValueError) as error:
            raise DataInvalid(f"ontology/data/{file.name} is not valid Turtle: {error}.") from error
    return Dataset(store=OxigraphStore(store=store), default_union=True)
