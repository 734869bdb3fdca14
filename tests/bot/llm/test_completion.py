"""Where a model's sentences go among the template's sections."""

from __future__ import annotations

from bot import wording
from bot.answer import Claim, Section
from bot.frame import Frame, Intent
from bot.llm.completion import split

NOTE = Section((Claim("It is not optional."),))
GRANTED = Section((Claim("DSIT published it.", (1,)),), wording.GRANTED, listed=True)
BODY = Section((Claim("**6.2** (*shall*): limits.", (2,)),), listed=True)


def test_corrections_come_before_a_models_sentences_and_the_rest_after() -> None:
    plain, noted = Frame("q", Intent.TOPIC), Frame("q", Intent.TOPIC, notes=("It is not optional.",))
    assert split(plain, (BODY,)) == ((), (BODY,))
    assert split(noted, (NOTE, BODY)) == ((NOTE,), (BODY,))
    assert split(plain, (GRANTED, BODY)) == ((GRANTED,), (BODY,))
    assert split(noted, (NOTE, GRANTED, BODY)) == ((NOTE, GRANTED), (BODY,))
    assert split(noted, ()) == ((), ())
