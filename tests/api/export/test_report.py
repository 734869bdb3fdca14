from __future__ import annotations

import io
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from docx import Document
from PIL import Image

from api.export import pictures, report
from api.export.request import ExportRequest
from bot.practice import gaps
from bot.practice.gaps import GapReport


@pytest.fixture
def found(export_request: ExportRequest) -> GapReport:
    assert export_request.assessment is not None
    return gaps.report(export_request.assessment, export_request.catalogue, export_request.made.date())


def test_the_summary_comes_first_then_what_to_do_then_pictures(export_request: ExportRequest, found: GapReport) -> None:
    document = Document(io.BytesIO(report.write(export_request)))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert headings[1:4] == ["In short", "The next three things to do", "Progress by principle"]
    text = "\n".join(p.text for p in document.paragraphs)
    overall = found.overall
    assert f"1 of the {overall.applicable} provisions that apply are met" in text
    for gap in found.next_things:
        assert f"{gap.provision.id} {gap.provision.label}" in text
    assert len(document.inline_shapes) == 2
    for shape in document.inline_shapes:
        assert shape._inline.docPr.get("descr").startswith("Bars of progress.")


def test_the_gap_table_holds_every_gap_in_rank(export_request: ExportRequest, found: GapReport) -> None:
    tables = Document(io.BytesIO(report.write(export_request))).tables
    table = next(t for t in tables if t.rows[0].cells[-1].text == "Due")
    assert [row.cells[0].text for row in table.rows[1:]] == [gap.provision.id for gap in found.gaps]
    assert "2025-01-01 (overdue)" in [row.cells[-1].text for row in table.rows]


def test_without_an_assessment_it_says_what_is_asked(export_request: ExportRequest) -> None:
    document = Document(io.BytesIO(report.write(replace(export_request, assessment=None, roles=("data-custodian",)))))
    assert "Nothing has been assessed yet." in document.paragraphs[1].text


def test_the_picture_is_the_same_as_svg_and_png(found: GapReport) -> None:
    drawn = ElementTree.fromstring(pictures.svg(found.by_principle, "Progress <by> principle"))
    width, height = (int(v) for v in drawn.attrib["viewBox"].split()[2:])
    with Image.open(io.BytesIO(pictures.png(found.by_principle))) as image:
        assert image.size == (2 * width, 2 * height)
        assert len(image.getcolors(1 << 20) or ()) > 5
    assert drawn[0].text == "Progress <by> principle"


def test_a_bar_is_as_long_as_its_share(found: GapReport) -> None:
    for tally, segments in zip(found.by_principle, pictures._bars(found.by_principle), strict=True):
        assert sum(share for _, _, share in segments) == pytest.approx(1.0)
        assert all(share == pytest.approx(tally.of(status) / tally.total) for status, _, share in segments)
