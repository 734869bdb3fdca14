"""``signpost search``: the index with nothing on top."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from api.cli import terminal

EXAMPLES = """
[bold]Examples[/bold]

signpost search "prompt injection" -k 5

signpost search "password length" --corpus policies --json
"""


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(epilog=EXAMPLES)(search)


def search(
    query: Annotated[str, typer.Argument(help="Words or a question.")],
    k: Annotated[int, typer.Option("-k", "--k", min=1, max=100, help="At most so many results.")] = 10,
    corpus: Annotated[
        str | None, typer.Option(help="Only this corpus: digest, official, guide or a collection.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Search the passages, lexically and by meaning; best first."""

    def run() -> None:
        from api.errors import FilterUnknown
        from bot.text import clean
        from ontology.iri import served

        house = terminal.house()
        retriever = house.index.retriever
        if corpus is not None:
            known = tuple(sorted({passage.corpus for passage in retriever.passages}))
            if corpus not in known:
                raise FilterUnknown("corpus", "".join(c for c in corpus if c.isprintable())[:60], known)
        hits = retriever.search(clean(query), k, corpus)
        base = house.settings.base_url
        if as_json:
            results = [
                {
                    "id": hit.passage.node,
                    "kind": hit.passage.kind,
                    "score": min(1.0, max(0.0, hit.score)),
                    "text": hit.passage.text,
                    "uri": served(hit.passage.iri, base) if hit.passage.iri else None,
                    "corpus": hit.passage.corpus,
                }
                for hit in hits
            ]
            print(json.dumps({"results": results}, ensure_ascii=False, indent=2))
            return
        for hit in hits:
            where = f", {hit.passage.locator}" if hit.passage.locator else ""
            what = f"{hit.passage.corpus} {hit.passage.kind} {hit.passage.node}"
            print(f"{hit.score:.2f}  {what}: {hit.passage.title}{where}")
            cut = "…" if len(hit.passage.text) > 160 else ""
            print(f"      {' '.join(hit.passage.text[:160].split())}{cut}")

    terminal.guarded(run)
