"""The ontology at a SPARQL 1.1 endpoint, behind rdflib's API, read only.

rdflib's own store for endpoints waits without end and turns every failure into “You did something wrong”; the part
that talks to the server is replaced. The server's default graph has to be the union of its named graphs (Oxigraph:
``--union-default-graph``), since each file of the ontology is a graph of its own.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import httpx
from rdflib import BNode, Dataset
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result

from ontology.errors import StoreUnavailable

if TYPE_CHECKING:
    from rdflib.term import Identifier

SECONDS: Final = 15.0
MOST_BYTES: Final = 200_000_000
ACCEPT: Final = "application/sparql-results+json, application/n-triples;q=0.9"


class Endpoint(SPARQLStore):
    """An rdflib store that asks `url` by POST.

    Raises:
        StoreUnavailable: from every query that the endpoint does not answer as the protocol says.
    """

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        super().__init__(url, returnFormat="json", method="POST", context_aware=True)
        self._client = httpx.Client(timeout=seconds, follow_redirects=False)
        parts = urlsplit(url)
        self._place = f"{parts.hostname}{f':{parts.port}' if parts.port else ''}"

    def _query(self, query: str, default_graph: Identifier | str | None = None, **_: Any) -> Result:
        self._queries += 1
        named = default_graph is not None and not isinstance(default_graph, BNode)
        try:
            with self._client.stream(
                "POST",
                str(self.query_endpoint),
                params={"default-graph-uri": str(default_graph)} if named else None,
                content=query.encode(),
                headers={
                    "Content-Type": "application/sparql-query",
                    "Accept": ACCEPT,
                },
            ) as response:
                response.raise_for_status()
                body = bytearray()
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > MOST_BYTES:
                        raise StoreUnavailable(f"The SPARQL endpoint at {self._place} sends more than is read here.")
                kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
        except httpx.HTTPStatusError as error:
            raise StoreUnavailable(
                f"The SPARQL endpoint at {self._place} answers {error.response.status_code}. Check its address."
            ) from error
        except httpx.HTTPError as error:
            raise StoreUnavailable(
                f"The SPARQL endpoint at {self._place} does not answer. Start it, or check its address."
            ) from error
        try:
            return Result.parse(BytesIO(bytes(body)), content_type=kind)
        except Exception as error:  # rdflib's parsers raise whatever they like
            raise StoreUnavailable(
                f"What answers at {self._place} is no SPARQL endpoint (it sent {kind or 'no content type'})."
            ) from error

    def close(self, commit_pending_transaction: bool = False) -> None:  # noqa: ARG002
        """Close the connections."""
        self._client.close()


def open_endpoint(url: str, seconds: float = SECONDS) -> Dataset:
    """The dataset at the endpoint `url`; each query is given up after `seconds` without an answer.

    Raises:
        StoreUnavailable: not an http or https address.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoreUnavailable("The address of a SPARQL endpoint begins with http:// or https://.")
    return Dataset(store=Endpoint(url, seconds), default_union=True)
