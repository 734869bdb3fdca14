from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology.catalogue import Catalogue
from ontology.errors import DataInvalid
from ontology.snapshot import dump, restore
from tests.shared import ROOT


def test_what_is_dumped_is_restored(catalogue: Catalogue) -> None:
    restored = restore(dump(catalogue))
    assert restored == catalogue
    assert list(restored.provisions) == list(catalogue.provisions)
    # Frozen values stay frozen: tuples, not lists, all the way down.
    assert all(isinstance(hash(node), int) for node in restored.by_iri.values())


def test_a_dump_is_the_same_each_time(catalogue: Catalogue) -> None:
    assert dump(restore(dump(catalogue))) == dump(catalogue)


def test_restored_nodes_answer_like_loaded_ones(catalogue: Catalogue) -> None:
    restored = restore(dump(catalogue))
    assert restored.obligations(["data-custodian"]) == catalogue.obligations(["data-custodian"])
    assert restored.provision("5.2.1-4.1").modality.value == "shall"


def test_restoring_needs_neither_rdflib_nor_oxigraph(catalogue: Catalogue) -> None:
    program = (
        "import sys; from ontology.snapshot import restore; assert len(restore(sys.stdin.read()).provisions) == 72; "
        "print(sorted(m for m in sys.modules if m.split('.')[0] in {'rdflib', 'oxrdflib', 'pyoxigraph', 'pyshacl'}))"
    )
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=ROOT,
        input=dump(catalogue),
        capture_output=True,
        encoding="utf-8",
    )
    assert (run.stdout.strip(), run.stderr) == ("[]", "")


@given(cut=st.floats(0, 0.999))
@settings(max_examples=15, deadline=None)
def test_a_snapshot_cut_short_is_refused(catalogue: Catalogue, cut: float) -> None:
    text = dump(catalogue)
    with pytest.raises(DataInvalid, match="cannot be read"):
        restore(text[: int(len(text) * cut)])


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"format": 1}', "[" * 100_000, '"x"'])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(DataInvalid):
        restore(text)


def test_another_version_is_refused(catalogue: Catalogue) -> None:
    read = json.loads(dump(catalogue))
    with pytest.raises(DataInvalid, match="another version"):
        restore(json.dumps(read | {"format": 0}))
    read["fields"]["provisions"].reverse()
    with pytest.raises(DataInvalid, match="another version"):
        restore(json.dumps(read))


def test_a_row_that_lacks_a_value_or_has_a_wrong_one_is_refused(catalogue: Catalogue) -> None:
    read = json.loads(dump(catalogue))
    read["nodes"]["provisions"][0].pop()
    with pytest.raises(DataInvalid, match="cannot be read"):
        restore(json.dumps(read))
    read = json.loads(dump(catalogue))
    place = read["fields"]["provisions"].index("modality")
    read["nodes"]["provisions"][0][place] = "must"
    with pytest.raises(DataInvalid, match="cannot be read"):
        restore(json.dumps(read))


def test_a_snapshot_without_provisions_is_refused(catalogue: Catalogue) -> None:
    read = json.loads(dump(catalogue))
    read["nodes"]["provisions"] = []
    with pytest.raises(DataInvalid, match="no provisions"):
        restore(json.dumps(read))
