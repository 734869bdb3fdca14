from __future__ import annotations

from dataclasses import replace

from api.export import prose
from api.export.request import ExportRequest


def test_it_lists_every_item_with_strength_and_ticks_what_is_done(export_request: ExportRequest) -> None:
    text = prose.write(export_request).decode()
    for item in export_request.checklist.items:
        assert f"**{item.provision.id}** (*{item.provision.modality.value}*" in text
    assert "- [x] **5.4.1**" in text
    assert "- [ ] **6.4**" in text
    assert "Ward bot &lt;b&gt;&amp;" in text


def test_what_others_owe_is_apart(export_request: ExportRequest) -> None:
    text = prose.write(replace(export_request, assessment=None, roles=("end-user",))).decode()
    own, _, others = text.partition("## Where others must")
    assert "**5.4**" in own
    assert "- 10.1 (*shall*)" in others
