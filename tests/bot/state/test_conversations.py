from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from bot.conversation import READ_TURNS
from bot.errors import ConversationUnknown
from bot.state.answers import Answers
from bot.state.conversations import SqlConversations
from bot.state.engine import open_engine, writing
from bot.state.tables import CONVERSATION, TURN
from tests.bot.state.conftest import answer


def _age(engine: Engine, conversation: str, days: float) -> None:
    then = datetime.now(UTC) - timedelta(days=days)
    with writing(engine) as connection:
        connection.execute(update(CONVERSATION).where(CONVERSATION.c.id == conversation).values(last_asked=then))


def test_a_turn_survives_a_restart_whole(engine: Engine, url: str, tmp_path: Path) -> None:
    given = answer()
    SqlConversations(engine).remember(given)
    again = open_engine(tmp_path, url)
    (turn,) = SqlConversations(again).turns("c1")
    again.dispose()
    assert turn.frame == given.frame
    assert (turn.question, turn.cited, turn.status, turn.answer_id) == (
        given.frame.question, ("5.4.1",), "answered", given.id,
    )  # fmt: skip
    assert turn.asked.tzinfo is UTC
    assert abs(datetime.now(UTC) - turn.asked) < timedelta(minutes=5)


def test_an_unknown_conversation_has_no_turns_and_cannot_be_read_or_deleted(engine: Engine) -> None:
    kept = SqlConversations(engine)
    assert kept.turns("nobody") == ()
    for act in (kept.read, kept.delete):
        with pytest.raises(ConversationUnknown, match="No conversation nobody is kept"):
            act("nobody")


def test_the_last_turns_come_back_oldest_first_and_read_gives_all(engine: Engine) -> None:
    kept = SqlConversations(engine)
    for number in range(READ_TURNS + 3):
        kept.remember(answer(question=f"q{number}"))
    assert [t.question for t in kept.turns("c1")] == [f"q{n}" for n in range(3, READ_TURNS + 3)]
    assert len(kept.read("c1")) == READ_TURNS + 3


def test_a_conversation_keeps_its_latest_turns_only_and_leaves_others_alone(engine: Engine) -> None:
    kept = SqlConversations(engine, keep_turns=2)
    kept.remember(answer("other"))
    for number in range(5):
        kept.remember(answer(question=f"q{number}"))
    assert [t.question for t in kept.read("c1")] == ["q3", "q4"]
    assert len(kept.read("other")) == 1


def test_what_is_too_old_is_neither_read_nor_listed_and_purge_removes_it_with_its_answers(engine: Engine) -> None:
    kept, answers = SqlConversations(engine, keep_days=30), Answers(engine)
    old, new = answer("old"), answer("new")
    for given in (old, new):
        kept.remember(given)
        answers.save(given)
    _age(engine, "old", 31)
    _age(engine, "new", 29)
    assert kept.turns("old") == ()
    assert [s.id for s in kept.list()] == ["new"]
    assert kept.purge() == 1
    assert len(kept.read("new")) == 1
    assert answers.get(new.id)["answer"] == new.text
    with pytest.raises(ConversationUnknown):
        answers.get(old.id)


def test_remembering_purges_what_is_too_old(engine: Engine) -> None:
    SqlConversations(engine).remember(answer("old"))
    _age(engine, "old", 31)
    SqlConversations(engine).remember(answer("new"))
    with engine.connect() as connection:
        assert [row.id for row in connection.execute(CONVERSATION.select())] == ["new"]


def test_deleting_removes_turns_and_answers(engine: Engine) -> None:
    kept, answers, given = SqlConversations(engine), Answers(engine), answer()
    kept.remember(given)
    answers.save(given)
    answers.feedback(given.id, "up")
    kept.delete("c1")
    assert kept.turns("c1") == ()
    assert answers.said() == ()
    with engine.connect() as connection:
        assert connection.execute(TURN.select()).all() == []
    with pytest.raises(ConversationUnknown):
        answers.get(given.id)


def test_the_list_names_the_latest_first_with_its_last_question(engine: Engine) -> None:
    kept = SqlConversations(engine)
    kept.remember(answer("a", "first"))
    kept.remember(answer("b", "second"))
    kept.remember(answer("a", "third"))
    assert [(s.id, s.turns, s.question) for s in kept.list()] == [("a", 2, "third"), ("b", 1, "second")]
    assert [s.id for s in kept.list(limit=1, offset=1)] == ["b"]


@pytest.mark.parametrize("hostile", ["nul\x00byte", "half \ud800 pair", "'; DROP TABLE turn; --", "x" * 5000, ""])
def test_any_text_may_be_a_question_or_an_identifier(engine: Engine, hostile: str) -> None:
    kept = SqlConversations(engine)
    kept.remember(answer(hostile, hostile))
    assert len(kept.turns(hostile)) == 1


def test_several_threads_asking_in_one_conversation_lose_nothing(engine: Engine) -> None:
    kept = SqlConversations(engine)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: kept.remember(answer(question=f"q{n}")), range(24)))
    assert {t.question for t in kept.read("c1")} == {f"q{n}" for n in range(24)}


def test_a_frame_of_another_version_is_left_out(engine: Engine) -> None:
    kept = SqlConversations(engine)
    kept.remember(answer(question="q0"))
    with writing(engine) as connection:
        connection.execute(update(TURN).values(frame={"question": "q", "intent": "no-longer-known"}))
    kept.remember(answer(question="q1"))
    assert [t.question for t in kept.turns("c1")] == ["q1"]


def test_it_is_the_port_that_the_adviser_asks_for(engine: Engine) -> None:
    from bot.conversation import Conversations

    port: Callable[[Conversations], Conversations] = lambda kept: kept  # noqa: E731  (mypy checks the protocol)
    assert port(SqlConversations(engine))
