from __future__ import annotations

import io

from rich.console import Console

from bot.slack.demo import play, show
from ontology.catalogue import Catalogue
from tests.bot.slack.conftest import SlowAdviser


def test_the_demonstration_shows_what_people_would_see(adviser: SlowAdviser, catalogue: Catalogue) -> None:
    scenes = play(adviser, catalogue)
    out = io.StringIO()
    picture = show(scenes, Console(file=out, width=100))
    shown = out.getvalue()
    for words in ("Amina in #ai-security", "data custodians", "Show all", "only you see this", "not legal advice"):
        assert words in shown, words
    assert picture.startswith("<svg")
    assert "<https" not in shown
