from __future__ import annotations

import pytest

from bot.errors import PromptUnknown
from bot.llm import prompts


def test_a_released_prompt_never_changes() -> None:
    """A changed wording is a new file with the next version, and a line in versions.json."""
    assert {p.label: p.sha256 for p in prompts.listed()} == prompts.recorded()


def test_a_prompt_is_found_by_name_and_by_version() -> None:
    assert prompts.prompt("write") == prompts.prompt("write-1") == prompts.prompt("write", 1)


@pytest.mark.parametrize("name", ["nothing", "write-99", "write-x", ""])
def test_an_unknown_prompt_is_a_sentence(name: str) -> None:
    with pytest.raises(PromptUnknown, match="There are: english-1, repair-1"):
        prompts.prompt(name)


def test_a_diff_shows_what_changed() -> None:
    before, after = prompts.Prompt("write", 1, "a\nb"), prompts.Prompt("write", 2, "a\nc")
    assert prompts.diff(before, after).splitlines()[:2] == ["--- write-1", "+++ write-2"]
    assert prompts.diff(before, before) == ""
