from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.iri import BASE, iri, parts, served


def test_an_iri_is_canonical() -> None:
    assert iri("provision", "5.4.1") == "https://signpost.example/id/provision/5.4.1"
    assert iri("principle", 7) == "https://signpost.example/id/principle/7"


@given(st.text(min_size=1))
def test_kind_and_identifier_come_back_from_an_iri(identifier: str) -> None:
    try:
        node = iri("term", identifier)
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8
        return
    assert parts(node) == ("term", identifier)
    assert not set(' "<>\n') & set(node)


@pytest.mark.parametrize(
    "foreign", ["https://example.org/id/provision/1.1", "", "javascript:alert(1)", BASE + "ns#Role"]
)
def test_a_foreign_iri_is_refused(foreign: str) -> None:
    with pytest.raises(ValueError, match="not a Signpost identifier"):
        parts(foreign)


def test_an_address_is_served_where_the_operator_says() -> None:
    node = iri("provision", "5.4.1")
    assert served(node, None) == node
    assert served(node, "") == node
    assert served(node, "http://localhost:8000/") == "http://localhost:8000/id/provision/5.4.1"
    assert served("https://www.gov.uk/x", "http://localhost:8000") == "https://www.gov.uk/x"
