"""Fill a triple store with the shipped ontology: ``python -m api.loader http://oxigraph:7878``.

Each file goes into its named graph by the SPARQL 1.1 Graph Store Protocol (https://www.w3.org/TR/sparql11-http-rdf-update/).
PUT replaces a graph, so that running it again, also with a newer version, leaves just what ships. It waits for a store
that is still starting, and so serves as the health check of Oxigraph, whose image holds no program to check with.
"""

from __future__ import annotations

import sys
import time

import httpx

from ontology.iri import GRAPHS
from ontology.store import data_files

WAIT_SECONDS = 60.0
PAUSE_SECONDS = 0.5


def fill(url: str, wait: float = WAIT_SECONDS) -> int:
    """Put every graph into the store at `url` and say how many there are.

    Args:
        url: the server's address; its Graph Store is expected at ``/store``, where Oxigraph has it.
        wait: seconds that the store may take to answer at all.

    Raises:
        httpx.HTTPError: it does not answer in time, or refuses (a read-only server does).
    """
    until = time.monotonic() + wait
    with httpx.Client(base_url=url.rstrip("/"), timeout=30, trust_env=False) as client:
        while True:
            try:
                client.get("/")
                break
            except httpx.TransportError:
                if time.monotonic() > until:
                    raise
                time.sleep(PAUSE_SECONDS)
        files = data_files()
        for name, file in files.items():
            said = client.put(
                "/store",
                params={"graph": GRAPHS + name},
                content=file.read_bytes(),
                headers={"Content-Type": "text/turtle"},
            )
            said.raise_for_status()
    return len(files)


def main(arguments: list[str]) -> int:
    """Fill the store that the one argument names; the exit status is 1 when that fails."""
    if len(arguments) != 1:
        print("Usage: python -m api.loader http://HOST:PORT", file=sys.stderr)
        return 2
    try:
        print(f"{fill(arguments[0])} graphs are in the store.", file=sys.stderr)
    except httpx.HTTPError as error:
        print(f"The store at {arguments[0]} cannot be filled: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
