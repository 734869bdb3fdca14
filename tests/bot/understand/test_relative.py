"""Provisions that are meant by where they stand beside what was cited."""

from __future__ import annotations

import pytest

from bot.understand import relative
from ontology.catalogue import Catalogue


@pytest.mark.parametrize(
    ("question", "cited", "found"),
    [
        ("And the one directly before that, whom does it bind?", "5.4.2", ("5.4.1",)),
        ("the provision right after this?", "6.4", ("6.5",)),
        ("What is the next one?", "6.4", ("6.5",)),
        ("Lastly the final one in that principle?", "6.4", ("6.6",)),
        ("And the very first provision of the same principle?", "6.4", ("6.1",)),
        ("What's the parent?", "5.4.1", ("5.4",)),
        ("Its sub-points, please.", "5.4", ("5.4.1", "5.4.2")),
        ("The one before it?", "1.1", ()),
        ("Who has to do it?", "6.4", ()),
        ("the next one", "P6", ()),
    ],
)
def test_the_codes_order_and_nesting_decide(
    question: str, cited: str, found: tuple[str, ...], whole_catalogue: Catalogue
) -> None:
    assert relative.find(question, (cited,), whole_catalogue) == found
