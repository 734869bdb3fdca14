"""A trained file that can't be read is told as such, whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot import trained_file
from bot.errors import BankInvalid

Reader = Callable[[Path], AbstractContextManager[Any]]


@pytest.mark.parametrize("reader", [trained_file.rules, trained_file.arrays])
@pytest.mark.parametrize("content", [None, b"", b"{", b"PK\x03\x04 cut off", b"\xff\xfe"])
def test_a_missing_or_damaged_file_is_named_with_what_to_do(
    tmp_path: Path, reader: Reader, content: bytes | None
) -> None:
    file = tmp_path / "learnt.bin"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BankInvalid, match=r"learnt\.bin cannot be read\. Reinstall"), reader(file) as data:
        str(data["weights"])


def test_what_a_readable_file_lacks_is_its_fault_too(tmp_path: Path) -> None:
    rules, arrays = tmp_path / "rules.json", tmp_path / "arrays.npz"
    rules.write_text('{"bias": 1}')
    np.savez(arrays, bias=np.ones(2))
    with trained_file.rules(rules) as data:
        assert data["bias"] == 1
    with trained_file.arrays(arrays) as data:
        assert data["bias"].sum() == 2
    with pytest.raises(BankInvalid, match="cannot be read"), trained_file.rules(rules) as data:
        str(data["weights"])
    with pytest.raises(BankInvalid, match="cannot be read"), trained_file.arrays(arrays) as data:
        str(data["weights"])
