"""A look at a query's words before it is run: what is never allowed gets a sentence instead of a failure.

This is courtesy, not the fence: a query can be written so that these tokens and SPARQL's grammar part ways. The
fence is the worker (:mod:`api.sparql.worker`), which only knows queries, cannot open a socket or a file, and is
killed when it takes too long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from api.errors import QueryInvalid

LONGEST: Final = 20_000
_TOKEN: Final = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"{3}(?:[^"\\]|\\.|\"(?!\"\"))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
              | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
    | (?P<variable>[?$]\w++)
    | (?P<tag>@[A-Za-z][\w-]*+)
    | (?P<name>[\w.-]*+:(?:[\w.:%-]|\\.)*+)
    | (?P<word>[A-Za-z_]\w*+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES: Final = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}
_QUERY_FORMS: Final = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


@dataclass(frozen=True, slots=True)
class Scan:
    """What the words of a query say: whether it names its own dataset."""

    names_dataset: bool


def scan(query: str, graphs: frozenset[str]) -> Scan:
    """Look `query` over.

    Args:
        graphs: the named graphs that ``FROM`` may name.

    Raises:
        QueryInvalid: too long, an update, ``SERVICE``, or ``FROM`` a graph that is not held here.
    """
    if len(query) > LONGEST:
        raise QueryInvalid(f"The query has {len(query):,} characters; at most {LONGEST:,} are read. Shorten it.")
    if "\x00" in query:
        raise QueryInvalid("The query holds a NUL character.")
    tokens = [
        (match.lastgroup or "", match.group())
        for match in _TOKEN.finditer(query)
        if match.lastgroup not in ("comment", "string") and not match.group().isspace()
    ]
    if not tokens:
        raise QueryInvalid("The query is empty.")
    words = [text.upper() for group, text in tokens if group == "word"]
    form = next((word for word in words if word in _QUERY_FORMS | _UPDATES), "")
    if form in _UPDATES:
        raise QueryInvalid(f"{form} is an update; this endpoint only answers queries.")
    if "SERVICE" in words:
        raise QueryInvalid("SERVICE is not allowed; this endpoint only queries its own data.")
    prefixes = _prefixes(tokens)
    names_dataset = False
    for place, (group, text) in enumerate(tokens):
        if group == "word" and text.upper() == "FROM":
            names_dataset = True
            _check_graph(tokens[place + 1 : place + 3], prefixes, graphs)
    return Scan(names_dataset)


def _prefixes(tokens: list[tuple[str, str]]) -> dict[str, str]:
    found = {}
    for (group, text), (_, name), (third, iri) in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if group == "word" and text.upper() == "PREFIX" and name.endswith(":") and third == "iri":
            found[name] = iri[1:-1]
    return found


def _check_graph(after: list[tuple[str, str]], prefixes: dict[str, str], graphs: frozenset[str]) -> None:
    if after and after[0][0] == "word" and after[0][1].upper() == "NAMED":
        after = after[1:]
    group, text = after[0] if after else ("", "")
    if group == "iri":
        graph = text[1:-1]
    elif group == "name":
        prefix, _, local = text.partition(":")
        graph = prefixes.get(f"{prefix}:", "") + local
    else:
        raise QueryInvalid("FROM has to be followed by the IRI of a graph.")
    check_graphs([graph], graphs)


def check_graphs(asked: list[str], graphs: frozenset[str]) -> None:
    """Raises QueryInvalid when one of `asked` is not among `graphs`."""
    for graph in asked:
        if graph not in graphs:
            raise QueryInvalid(f"A graph that is not held here cannot be queried. Held: {', '.join(sorted(graphs))}.")
