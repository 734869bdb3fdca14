"""What all commands share in a terminal: the house, progress, and errors as sentences on standard error."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from api.wiring import House

FAILED = 1
SECONDS_BETWEEN_LINES = 10.0
MISUSED = 2


def house() -> House:
    """The wired house, reporting progress on standard error when that is a terminal."""
    from api.settings import load
    from api.wiring import House

    settings = load()
    logging.basicConfig(
        stream=sys.stderr, level=settings.log_level.upper(), format="%(levelname)s %(name)s: %(message)s"
    )
    return House(settings, Progress())


def console(stderr: bool = False) -> Console:
    """A Rich console that honours ``NO_COLOR`` and stays plain when piped."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=not (sys.stderr if stderr else sys.stdout).isatty())


class Progress:
    """A progress bar on standard error for index building; piped, a line per stage and every ten seconds."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._stage = ""
        self._began = self._said = 0.0

    def _say(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began, self._said = stage, now, now
            print(f"Building the index (once): {stage} …", file=sys.stderr)
        elif now - self._said > SECONDS_BETWEEN_LINES and done:
            self._said = now
            left = (now - self._began) / done * (total - done)
            print(f"  {done:,} of {total:,}, about {left:.0f} s left", file=sys.stderr)

    def __call__(self, stage: str, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            self._say(stage, done, total)
            return
        from rich.progress import Progress as Bar

        if self._bar is None:
            self._bar = Bar(console=console(stderr=True), transient=True)
            self._bar.start()
        bar = self._bar
        if self._task is None or stage != self._stage:
            self._stage = stage
            self._task = bar.add_task(f"Building the index (once): {stage}", total=total)
        bar.update(self._task, completed=done, total=total)
        if stage == "passages" and done >= total:
            bar.stop()
            self._bar = None


def failed(error: Exception) -> int:
    """Print an error as a sentence, and return the exit status; details go to the log."""
    from api.errors import ApiError, FilterUnknown, SettingsInvalid
    from bot.errors import AdviserError, QuestionInvalid
    from corpus.errors import CorpusError
    from evals.errors import EvalsError
    from indexer.errors import IndexerError
    from ontology.errors import OntologyError, UnknownNode

    logging.getLogger("signpost").debug("failed", exc_info=error)
    known = isinstance(error, ApiError | AdviserError | CorpusError | EvalsError | IndexerError | OntologyError)
    if known:
        print(f"signpost: {error}", file=sys.stderr)
    elif isinstance(error, OSError):
        where = f" ({Path(str(error.filename))})" if error.filename else ""
        print(
            f"signpost: {error.strerror or 'The system refused'}{where}. Check the path and its permissions.",
            file=sys.stderr,
        )
    else:
        print(
            "signpost: Something went wrong that should not have. Run again with SIGNPOST_LOG_LEVEL=DEBUG and report "
            "what it prints (see SECURITY.md if it could be abused).",
            file=sys.stderr,
        )
    return MISUSED if isinstance(error, QuestionInvalid | UnknownNode | FilterUnknown | SettingsInvalid) else FAILED


def guarded(run: Callable[[], None]) -> None:
    """Run a command's body; errors become a sentence and an exit status."""
    import typer

    try:
        run()
    except (typer.Exit, typer.Abort, KeyboardInterrupt):
        raise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except Exception as error:
        raise typer.Exit(failed(error)) from error
