"""A folder's place on disk: taken in turns, filled by renaming, and never empty for good.

What is made in a workshop beside it goes into its place by two renames, of the former out of the way and of the new
into its place. Whoever is killed between them leaves the former under a name of its own, from which :func:`restore`
brings it back. Nothing that is complete is removed before something complete stands in its place.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from indexer.errors import IndexUnavailable

LOCK: Final = ".lock"
PATIENCE: Final = 60.0
FORMER: Final = ".former-"
FORGOTTEN: Final = 3600.0
ATTEMPTS: Final = 5


@contextlib.contextmanager
def turn(folder: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Have `folder` for oneself. `waiting` is called once when somebody else has it.

    Raises:
        IndexUnavailable: another process has it for longer than ``PATIENCE`` seconds.
        OSError: the lock cannot be made.
    """
    lock = FileLock(folder / LOCK)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire(timeout=PATIENCE)
    except Timeout as error:
        raise IndexUnavailable(
            f"Another process has been at work in {folder} for over {PATIENCE:.0f} seconds. Wait until it has built "
            "the index and try again; if there is none, end what still holds the file .lock there."
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def workshop(folder: Path, prefix: str, forgotten: float = FORGOTTEN) -> Iterator[Path]:
    """A fresh folder beside `folder`, removed at the end unless it was renamed.

    Others of that `prefix` in which nothing has changed for `forgotten` seconds were left by a killed process, and go.

    Raises:
        OSError
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder.parent, prefix, forgotten)
    made = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def swap(fresh: Path, folder: Path) -> None:
    """Put `fresh` in the place of `folder`, which may be empty.

    Raises:
        OSError: it cannot be renamed; the former is back in its place.
    """
    former = former_of(folder)
    for attempt in range(ATTEMPTS):  # another process may fill the place between the two renames
        if folder.exists():
            shutil.rmtree(former, ignore_errors=True)
            with contextlib.suppress(FileNotFoundError):
                folder.replace(former)
        try:
            fresh.replace(folder)
            break
        except OSError:
            restore(folder)
            if attempt == ATTEMPTS - 1 or not fresh.is_dir():
                raise
    shutil.rmtree(former, ignore_errors=True)


def restore(folder: Path) -> None:
    """Where the place is empty, bring back what stood there before somebody was killed while swapping."""
    if not folder.exists():
        with contextlib.suppress(OSError):
            former_of(folder).replace(folder)


def former_of(folder: Path) -> Path:
    """Where what stood in `folder` lies while it is being replaced."""
    return folder.with_name(FORMER + folder.name)


def _sweep(parent: Path, prefix: str, forgotten: float) -> None:
    for left in parent.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):
            newest = max(os.stat(entry).st_mtime for entry in (left, *left.iterdir()))
            if time.time() - newest >= forgotten:
                shutil.rmtree(left, ignore_errors=True)
