"""The process in which a stranger's query runs. Run as a script, on its own: it imports nothing of the house.

It reads frames (8 bytes of length, then the bytes) from standard input: first the limits as JSON and the data as
Turtle, graph by graph, then requests. For each request it writes a header frame (JSON) and a body frame.

What holds a hostile query back, whatever its words: ``Store.query`` knows no updates; the limit on open files is
lowered to those that are open, so that no socket or file can be opened (``SERVICE`` fails); address space and CPU
time are limited; the result is cut off at a size; and the parent kills the process when time is up.
"""

from __future__ import annotations

import io
import json
import os
import resource
import struct
import sys
from typing import Any, BinaryIO, cast

import pyoxigraph

TABLES = {
    "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
    "application/sparql-results+xml": pyoxigraph.QueryResultsFormat.XML,
    "text/csv": pyoxigraph.QueryResultsFormat.CSV,
    "text/tab-separated-values": pyoxigraph.QueryResultsFormat.TSV,
}
GRAPHS = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
}


class TooLarge(Exception):
    """The result is larger than is sent."""


class Bounded(io.RawIOBase):
    """A buffer that refuses more than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.parts: list[bytes] = []
        self.full = False

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._limit -= len(data)
        if self._limit < 0:
            self.full = True
            raise OSError("full")
        self.parts.append(bytes(data))
        return len(data)


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame, or None at the end."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    return stream.read(struct.unpack(">Q", head)[0])


def write_frame(stream: BinaryIO, data: bytes) -> None:
    """Write a frame; the caller flushes."""
    stream.write(struct.pack(">Q", len(data)))
    stream.write(data)


def confine(memory: int) -> None:
    """Take from this process what a query does not need. `memory` in bytes of address space."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    lowest = os.dup(0)  # the lowest free descriptor: with that as the limit, none can be opened any more
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, lowest))


def allow_cpu(seconds: int) -> None:
    """Let this process use `seconds` of CPU from now on; after that the kernel ends it, even without its parent."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    ceiling = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, ceiling))


def answer(store: pyoxigraph.Store, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Header and body for one request."""
    options: dict[str, Any] = {}
    if request["default_graphs"] or request["named_graphs"]:
        options["default_graph"] = [pyoxigraph.NamedNode(g) for g in request["default_graphs"]]
        options["named_graphs"] = [pyoxigraph.NamedNode(g) for g in request["named_graphs"]]
    elif not request["names_dataset"]:
        options["use_default_graph_as_union"] = True
    output = Bounded(request["largest"])
    try:
        found = store.query(request["query"], base_iri=request["base"], prefixes=request["prefixes"], **options)
        triples = isinstance(found, pyoxigraph.QueryTriples)
        media_type = request["graph" if triples else "table"]
        formats: dict[str, Any] = GRAPHS if triples else TABLES
        if media_type is None:
            return {"problem": "not-acceptable", "graph": triples}, b""
        found.serialize(cast(Any, output), formats[media_type])
    except SyntaxError as error:
        return {"problem": "syntax", "message": str(error)}, b""
    except (OSError, ValueError, RuntimeError) as error:
        return {"problem": "too-large" if output.full else "failed", "message": str(error)}, b""
    except MemoryError:
        return {"problem": "memory"}, b""
    return {"media_type": media_type}, b"".join(output.parts)


def main() -> None:
    """Load what comes first, then answer until standard input ends."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    setup = json.loads(read_frame(stdin) or b"{}")
    store = pyoxigraph.Store()
    for graph in setup["graphs"]:
        turtle = read_frame(stdin) or b""
        store.bulk_load(turtle, pyoxigraph.RdfFormat.TURTLE, to_graph=pyoxigraph.NamedNode(graph))
    confine(setup["memory"])
    write_frame(stdout, b"ready")
    stdout.flush()
    while (frame := read_frame(stdin)) is not None:
        allow_cpu(setup["seconds"])
        header, body = answer(store, json.loads(frame))
        write_frame(stdout, json.dumps(header).encode())
        write_frame(stdout, body)
        stdout.flush()


if __name__ == "__main__":
    main()
