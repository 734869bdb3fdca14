from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from bot.state.audit import Audit
from tests.bot.state.conftest import answer


def test_an_answer_is_logged_by_what_it_cites_not_by_its_words(engine: Engine) -> None:
    audit, given = Audit(engine), answer(question="a private matter")
    audit.answered("anonymous", given)
    (entry,) = audit.read()
    assert (entry.who, entry.action, entry.subject) == ("anonymous", "ask", given.id)
    assert entry.details == {"status": "answered", "path": "template", "cited": ["provision/5.4.1"]}
    assert "private" not in str(entry)


def test_lines_come_latest_first_and_from_a_moment_on(engine: Engine) -> None:
    audit = Audit(engine)
    for number in range(3):
        audit.record("key:ops", "delete", f"c{number}")
    assert [e.subject for e in audit.read(limit=2)] == ["c2", "c1"]
    assert audit.read(since=datetime.now(UTC) + timedelta(hours=1)) == ()
    assert audit.purge() == 0
    assert audit.purge(keep_days=-1) == 3
