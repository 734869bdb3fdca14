from __future__ import annotations

from typer.testing import CliRunner

from api.cli import app


def test_prompts_are_listed_shown_and_compared() -> None:
    runner = CliRunner()
    assert "write-1  " in runner.invoke(app, ["prompts", "list"]).stdout
    assert "Reply with one JSON object" in runner.invoke(app, ["prompts", "show", "write"]).stdout
    same = runner.invoke(app, ["prompts", "diff", "write-1", "write-1"])
    assert (same.exit_code, same.stdout) == (0, "")
    assert runner.invoke(app, ["prompts", "show", "nothing"]).exit_code == 1
