"""A few workers that wait for queries; one that takes too long is killed and another takes its place."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import IO, Any, Final, cast

from api.errors import NotAcceptable, QueryInvalid, QueryStopped
from api.sparql import worker

SCRIPT: Final = Path(worker.__file__)
START_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may use: seconds of wall clock, bytes of address space and of result, and how many wait."""

    seconds: float = 5.0
    memory: int = 1 << 30
    largest: int = 10_000_000
    workers: int = 2
    waiting: int = 16


@dataclass(frozen=True, slots=True)
class Query:
    """A query, its dataset if the request named one, and the formats to answer in, table and graph."""

    text: str
    table: str | None = "application/sparql-results+json"
    graph: str | None = "text/turtle"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    names_dataset: bool = False
    base: str | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)


class _Died(Exception):
    """The worker ended by itself."""


class _Late(Exception):
    """The worker did not answer in time."""


class Worker:
    """One process and its pipes."""

    def __init__(self, data: Mapping[str, bytes], limits: Limits) -> None:
        self._ready = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-E", "-s", str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "1"},  # and none of our secrets
            cwd="/",
            start_new_session=True,
        )
        setup = {"graphs": list(data), "memory": limits.memory, "seconds": int(limits.seconds) + 1}
        try:
            self._write(json.dumps(setup).encode())
            for turtle in data.values():
                self._write(turtle)
        except OSError:
            self.kill()

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until_ready(self) -> None:
        """Raises _Died or _Late."""
        if not self._ready:
            self._read(time.monotonic() + START_SECONDS)
            self._ready = True

    def ask(self, request: Mapping[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        """Header and body of the answer. Raises _Died or _Late."""
        try:
            self._write(json.dumps(request).encode())
        except OSError as error:
            raise _Died from error
        deadline = time.monotonic() + seconds
        header: dict[str, Any] = json.loads(self._read(deadline))
        return header, self._read(deadline)

    def kill(self) -> None:
        """End the process and close its pipes."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):  # what could not be flushed to a dead process
                    pipe.close()
        self._process.wait()

    def _write(self, data: bytes) -> None:
        pipe = cast(IO[bytes], self._process.stdin)
        pipe.write(len(data).to_bytes(8, "big") + data)
        pipe.flush()

    def _read(self, deadline: float) -> bytes:
        return self._exactly(int.from_bytes(self._exactly(8, deadline), "big"), deadline)

    def _exactly(self, size: int, deadline: float) -> bytes:
        descriptor = cast(IO[bytes], self._process.stdout).fileno()
        found = bytearray()
        while len(found) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                raise _Late
            part = os.read(descriptor, min(size - len(found), 1 << 20))
            if not part:
                raise _Died
            found += part
        return bytes(found)


class Pool:
    """Runs queries in workers over `data` (Turtle by graph IRI). Workers start with the first query."""

    def __init__(self, data: Mapping[str, bytes], limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.graphs = frozenset(data)
        self._data = data
        self._free: Queue[Worker] = Queue()
        self._turn = threading.Lock()
        self._all: set[Worker] = set()
        self._places = threading.BoundedSemaphore(self.limits.workers + self.limits.waiting)
        self._closed = False

    def run(self, query: Query) -> tuple[str, bytes]:
        """Media type and body of the result.

        Raises:
            QueryInvalid: it is no SPARQL 1.1 query.
            NotAcceptable: the result has a form for which no format was accepted.
            QueryStopped: it took too long, too much memory, or gave too much; or too many others are running.
        """
        if not self._places.acquire(blocking=False):
            raise QueryStopped("Too many queries are running. Please try again in a few seconds.")
        try:
            busy = self._take()
            return self._run(busy, query)
        finally:
            self._places.release()

    def _run(self, busy: Worker, query: Query) -> tuple[str, bytes]:
        request = {
            "query": query.text, "table": query.table, "graph": query.graph, "base": query.base,
            "default_graphs": query.default_graphs, "named_graphs": query.named_graphs,
            "names_dataset": query.names_dataset, "prefixes": dict(query.prefixes), "largest": self.limits.largest,
        }  # fmt: skip
        try:
            busy.wait_until_ready()
            header, body = busy.ask(request, self.limits.seconds)
        except _Late as error:
            self._replace(busy)
            raise QueryStopped(
                f"The query was stopped after {self.limits.seconds:g} seconds. Make it more selective, or add a LIMIT."
            ) from error
        except _Died as error:
            self._replace(busy)
            raise QueryStopped("The query was stopped: it needs more memory than it may use.") from error
        except BaseException:
            self._replace(busy)
            raise
        if header.get("problem") == "memory":
            self._replace(busy)
        else:
            self._free.put(busy)
        return self._result(header, body)

    def _result(self, header: Mapping[str, Any], body: bytes) -> tuple[str, bytes]:
        found = header.get("problem")
        if found is None:
            return header["media_type"], body
        if found == "syntax":
            raise QueryInvalid(f"The query is not SPARQL 1.1 query: {header['message'][:500]}.")
        if found == "not-acceptable":
            offers = worker.GRAPHS if header["graph"] else worker.TABLES
            raise NotAcceptable(f"The result of this query is offered as {', '.join(offers)}.")
        if found == "too-large":
            most = self.limits.largest // 1_000_000
            raise QueryStopped(f"The result is larger than {most} MB. Make the query more selective, or add a LIMIT.")
        if found == "memory":
            raise QueryStopped("The query was stopped: it needs more memory than it may use.")
        raise QueryInvalid("The query cannot be evaluated here.")

    def _take(self) -> Worker:
        with self._turn:
            if self._closed:
                raise QueryStopped("The server is shutting down.")
            if self._free.empty() and len(self._all) < self.limits.workers:
                return self._start()
        try:
            return self._free.get(timeout=self.limits.seconds * 2)
        except Empty:
            raise QueryStopped("Too many queries are running. Please try again in a few seconds.") from None

    def _start(self) -> Worker:
        fresh = Worker(self._data, self.limits)
        self._all.add(fresh)
        return fresh

    def _replace(self, spent: Worker) -> None:
        spent.kill()
        with self._turn:
            self._all.discard(spent)
            if not self._closed:
                self._free.put(self._start())

    def close(self) -> None:
        """Kill all workers, whatever they are doing."""
        with self._turn:
            self._closed = True
            for one in self._all:
                one.kill()
            self._all.clear()
