"""``signpost corpus``: the official wording, and the user's own documents."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli import terminal

if TYPE_CHECKING:
    from api.wiring import House
    from corpus.shelf import Shelf

corpus = typer.Typer(help="Load the official wording and your own documents.", no_args_is_help=True)
EXAMPLES = """
[bold]Examples[/bold]

signpost corpus fetch

signpost corpus fetch --from code.html

signpost corpus add policies/ https://example.org/standard.html --collection policies
"""
INDEX_OPTION = typer.Option(
    "--index/--no-index", help="Build the index afterwards, so that the next question is quick."
)
JSON_OPTION = typer.Option("--json", help="Print JSON.")


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(corpus, name="corpus", epilog=EXAMPLES)


@corpus.command()
def fetch(
    source: Annotated[str, typer.Argument(help="code, guide, ts-104-223 or en-304-223.")] = "code",
    path: Annotated[
        Path | None,
        typer.Option("--from", help="Take this file (for code: HTML or plain text) instead of downloading."),
    ] = None,
    index: Annotated[bool, INDEX_OPTION] = True,
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Load an official source. What does not have the known layout is refused, and what was loaded before stays."""

    def run() -> None:
        from corpus import acquisition, manifest

        house = terminal.house()
        wanted, shelf = manifest.source(source), _shelf(house)
        if path is not None:
            outcome = acquisition.from_file(shelf, house.catalogue, wanted, path)
        else:
            with _Bar(f"Downloading {wanted.title}") as bar:
                outcome = acquisition.fetch(shelf, house.catalogue, wanted, report=bar.bytes)
        record = outcome.record
        if as_json:
            body = {"source": source, "changed": outcome.changed, "reworded": list(outcome.reworded), **asdict(record)}
            print(json.dumps(body, ensure_ascii=False, indent=2))
        else:
            print(f"{wanted.title}: {record.summary}{'' if outcome.changed else ' (unchanged)'}.")
            print(f"SHA-256 {record.sha256}")
            for number in outcome.reworded:
                print(f"Reworded since it was last loaded: {number}")
            for line in record.differences:
                print(f"Differs: {line}")
        _index(house, index and record.passages != "")

    terminal.guarded(run)


@corpus.command()
def add(
    targets: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH|URL]...", help="Files, folders, addresses; none: look again.")
    ] = None,
    collection: Annotated[str, typer.Option(help="Name of the collection that they go to.")] = "documents",
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Read addresses in private networks, and plain http.")
    ] = False,
    max_mb: Annotated[int, typer.Option(min=1, max=2000, help="Largest document, in megabytes.")] = 100,
    index: Annotated[bool, INDEX_OPTION] = True,
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Add your own documents: Markdown, text, HTML, PDF, DOCX, or JSON Lines of ready passages.

    With no path, everything that the collection holds is looked at again. Exit status 1 when any could not be read.
    """

    def run() -> None:
        from corpus import documents
        from corpus.documents import Allowed

        house = terminal.house()
        allowed = Allowed(max_mb * 1_000_000, allow_private)
        with _Bar("Reading documents") as bar:
            tally = documents.add(_shelf(house), collection, targets or (), allowed, progress=bar.documents)
        _index(house, index and bool(tally.added or tally.updated or tally.removed))
        for key, reason in tally.failed:
            print(f"signpost: {key} was not added. {reason}", file=sys.stderr)
        if as_json:
            body = asdict(tally) | {"failed": [{"name": key, "reason": reason} for key, reason in tally.failed]}
            print(json.dumps({"collection": collection, **body}, ensure_ascii=False, indent=2))
        else:
            kinds = ("added", "updated", "unchanged", "removed", "failed")
            counts = ", ".join(f"{len(getattr(tally, kind))} {kind}" for kind in kinds)
            print(f"{collection}: {counts}; {tally.passages} new passages.")
        if tally.failed:
            raise typer.Exit(terminal.FAILED)

    terminal.guarded(run)


@corpus.command("list")
def list_(as_json: Annotated[bool, JSON_OPTION] = False) -> None:
    """List what is loaded: official sources and collections."""

    def run() -> None:
        from corpus import manifest

        state = _shelf(terminal.house()).read()
        if as_json:
            print(json.dumps(state.to_json(), ensure_ascii=False, indent=2))
            return
        for name, source in manifest.SOURCES.items():
            record = state.sources.get(name)
            print(
                f"{name}: {record.summary}, loaded {record.loaded}" if record else f"{name}: not loaded ({source.url})"
            )
        for name, documents in sorted(state.collections.items()):
            print(f"{name}: {len(documents)} documents, {sum(d.count for d in documents.values())} passages")
            for key, document in sorted(documents.items()):
                print(f"  {key}: {document.title}, {document.count} passages")

    terminal.guarded(run)


@corpus.command()
def remove(
    name: Annotated[str, typer.Argument(help="An official source (code, guide, ...) or a collection.")],
    targets: Annotated[list[str] | None, typer.Argument(metavar="[PATH|URL]...", help="Only these.")] = None,
    index: Annotated[bool, INDEX_OPTION] = True,
) -> None:
    """Take an official source, a collection, or some of its documents out of the library."""

    def run() -> None:
        from corpus import acquisition, documents, manifest

        house = terminal.house()
        if name in manifest.SOURCES and not targets:
            gone = acquisition.remove(_shelf(house), name)
            print(f"{name} is removed." if gone else f"{name} was not loaded.")
        else:
            gone = bool(left := documents.remove(_shelf(house), name, targets or ()))
            print(f"{name}: {len(left)} documents removed.")
        _index(house, index and gone)

    terminal.guarded(run)


@corpus.command()
def verify(as_json: Annotated[bool, JSON_OPTION] = False) -> None:
    """Compare everything stored with its hash. Exit status 1 when something is missing or altered."""

    def run() -> None:
        from corpus.verification import verify as looked_at

        findings = looked_at(_shelf(terminal.house()))
        harmed = any(finding.harm for finding in findings)
        if as_json:
            print(
                json.dumps(
                    {"whole": not harmed, "findings": [asdict(f) for f in findings]}, ensure_ascii=False, indent=2
                )
            )
        else:
            for finding in findings:
                print(f"{finding.what}: {finding.says}.".replace("..", "."))
            if not findings:
                print("Nothing is loaded.")
        if harmed:
            raise typer.Exit(terminal.FAILED)

    terminal.guarded(run)


def _shelf(house: House) -> Shelf:
    from corpus.shelf import Shelf

    return Shelf(house.settings.home)


def _index(house: House, wanted: bool) -> None:
    if wanted:
        _ = house.index


class _Bar:
    """A progress bar with an estimate on standard error while something is read; silent when that is no terminal."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._show: Callable[..., None] | None = None
        self._stop: Callable[[], Any] = lambda: None

    def __enter__(self) -> _Bar:
        if sys.stderr.isatty():
            from rich.markup import escape
            from rich.progress import Progress

            bar = Progress(console=terminal.console(stderr=True), transient=True)
            task = bar.add_task(escape(self._title), total=None)
            bar.start()
            self._show = lambda done, total, name="": bar.update(
                task, completed=done, total=total, description=escape(f"{self._title} {name}".strip())
            )
            self._stop = bar.stop
        else:
            print(f"{self._title} …", file=sys.stderr)
        return self

    def __exit__(self, *raised: object) -> None:
        self._stop()

    def bytes(self, done: int, total: int | None) -> None:
        """Told how much of a download is here."""
        if self._show:
            self._show(done, total)

    def documents(self, name: str, done: int, total: int) -> None:
        """Told which document is being read."""
        if self._show:
            self._show(done, total, Path(name).name)
