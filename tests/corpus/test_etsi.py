from __future__ import annotations

import pytest

from corpus import etsi
from corpus.errors import SourceChanged
from corpus.pdf import pages
from ontology.catalogue import Catalogue
from tests.corpus import printed


def test_numbers_that_agree_leave_no_difference(catalogue: Catalogue) -> None:
    document = printed.edition(p.etsi for p in catalogue.provisions.values())
    numbers = etsi.check(pages(document, "en.pdf"), catalogue, "en-304-223")
    assert (numbers.found, numbers.known, numbers.differences) == (72, 72, ())


def test_missing_and_unknown_numbers_are_named(catalogue: Catalogue) -> None:
    known = [p.etsi for p in catalogue.provisions.values() if p.id != "5.4.1"]
    numbers = etsi.check(pages(printed.edition([*known, "5.9.9-9"]), "ts.pdf"), catalogue, "ts-104-223")
    assert numbers.found == 71
    assert numbers.differences == (
        "5.2.1-4.1 (5.4.1 in the Code) is not in the document.",
        "5.9.9-9 is in the document but not in the ontology.",
    )


def test_another_document_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(SourceChanged, match="0 of 72"):
        etsi.check(pages(printed.policy(), "tea.pdf"), catalogue, "en-304-223")
