from __future__ import annotations

from pathlib import Path

import pytest

from ontology import documentation


def test_the_page_is_current() -> None:
    assert documentation.PAGE.read_text("utf-8") == documentation.page(), "run python -m ontology.documentation"
    assert documentation.main(["--check"]) == 0


def test_an_outdated_page_is_noticed_and_written_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(documentation, "PAGE", tmp_path / "docs" / "ontology.md")
    assert documentation.main(["--check"]) == 1
    assert "out of date" in capsys.readouterr().err
    assert documentation.main([]) == 0
    assert documentation.main(["--check"]) == 0


def test_the_page_keeps_the_three_relations_apart() -> None:
    page = documentation.page()
    for name in ("sp:obliges", "sp:involves", "sp:primarilyAppliesTo"):
        assert f"| `{name}` |" in page
