"""Reading a file that the training wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from bot.errors import BankInvalid


@contextmanager
def rules(file: Path) -> Iterator[Any]:
    """What a file of rules (JSON) holds; whatever is missing in it is told as the file's fault.

    Raises:
        BankInvalid: the file is missing or damaged, or lacks what the block takes from it.
    """
    try:
        yield json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(file) from error


@contextmanager
def arrays(file: Path) -> Iterator[Any]:
    """What a file of arrays (npz) holds, as :func:`rules` does.

    Raises:
        BankInvalid: as :func:`rules`.
    """
    try:
        # opened here: numpy leaves a damaged file open
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as data:
            yield data
    except Exception as error:  # a damaged file makes numpy, zipfile and zlib raise many kinds
        raise _unreadable(file) from error


def _unreadable(file: Path) -> BankInvalid:
    return BankInvalid(f"The trained file {file.name} cannot be read. Reinstall the package.")
