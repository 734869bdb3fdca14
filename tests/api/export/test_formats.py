from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from api.export.formats import FORMATS, format_of
from api.export.request import ExportRequest
from bot.errors import FrameworkUnknown, PracticeError


def _text(content: bytes) -> str:
    """Everything that a file says: of a packed one, all its parts."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return " ".join(content.decode("utf-8-sig").replace('\\"', '"').split())


@pytest.mark.parametrize("name", FORMATS)
def test_every_export_says_edition_date_licence_and_that_it_is_no_legal_advice(
    export_request: ExportRequest, name: str
) -> None:
    said = _text(format_of(name).write(replace(export_request, framework="nist-ai-rmf")))
    for words in ("Code of Practice for the Cyber Security of AI", "2026-06-01", "Apache License 2.0"):
        assert words in said
    assert "not legal advice" in said


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"xlsx", "report", "turtle", "jsonld"}))
def test_the_same_request_makes_the_same_file(export_request: ExportRequest, name: str) -> None:
    request = replace(export_request, framework="nist-ai-rmf")
    assert format_of(name).write(request) == format_of(name).write(request)


def test_an_unknown_format_or_framework_is_a_sentence(export_request: ExportRequest) -> None:
    with pytest.raises(PracticeError, match="Known: oscal-catalog"):
        format_of("sarif")
    for name in ("oscal-mapping", "ciso-assistant", "crosswalk"):
        with pytest.raises(FrameworkUnknown):
            format_of(name).write(replace(export_request, framework="moon"))
    with pytest.raises(PracticeError, match="--framework"):
        format_of("crosswalk").write(export_request)
    with pytest.raises(PracticeError, match="--assessment"):
        format_of("oscal-assessment").write(replace(export_request, assessment=None))
