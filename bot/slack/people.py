"""What is remembered of a person: the role they chose, whether they are a guest, and which answers they got."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, delete, select

from bot.state.engine import insert, reading, writing
from bot.state.tables import ANSWER, SLACK_ASKED, SLACK_PERSON
from bot.state.words import storable

CHECKED_FOR = timedelta(days=1)
RECENT = 5


class Standing(StrEnum):
    """What a person is to the workspace."""

    MEMBER = "member"
    GUEST = "guest"
    STRANGER = "stranger"  # from another organisation
    BOT = "bot"


class People:
    """People of all workspaces. Every method raises StateUnavailable when the database does not answer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def role(self, team: str, user: str) -> str:
        """The role that the person chose; empty if none."""
        return self._read(team, user)[0]

    def choose(self, team: str, user: str, role: str) -> None:
        """Remember a role, or with an empty one forget it."""
        self._write(team, user, {"role": storable(role)})

    def standing(self, team: str, user: str) -> Standing | None:
        """What Slack said within the last day; None when it has to be asked."""
        _, standing, checked = self._read(team, user)
        fresh = checked is not None and checked > datetime.now(UTC) - CHECKED_FOR
        return Standing(standing) if fresh and standing in tuple(Standing) else None

    def stands(self, team: str, user: str, standing: Standing) -> None:
        """Remember what Slack said now."""
        self._write(team, user, {"standing": str(standing), "checked": datetime.now(UTC)})

    def got(self, team: str, user: str, answer_id: str) -> None:
        """Remember that a kept answer was theirs; it goes when the answer goes."""
        with writing(self._engine) as connection:
            connection.execute(
                SLACK_ASKED.insert().values(team_id=storable(team), user_id=storable(user), answer_id=answer_id)
            )

    def recent(self, team: str, user: str) -> tuple[tuple[str, str], ...]:
        """The last five answers as (id, question), the latest first."""
        query = (
            select(ANSWER.c.id, ANSWER.c.body)
            .join(SLACK_ASKED, SLACK_ASKED.c.answer_id == ANSWER.c.id)
            .where(SLACK_ASKED.c.team_id == storable(team), SLACK_ASKED.c.user_id == storable(user))
            .order_by(SLACK_ASKED.c.id.desc())
            .limit(RECENT)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return tuple((row.id, str(row.body.get("question", ""))) for row in rows)

    def forget(self, team: str) -> None:
        """Forget everybody of a workspace that removed the app."""
        with writing(self._engine) as connection:
            connection.execute(delete(SLACK_PERSON).where(SLACK_PERSON.c.team_id == storable(team)))
            connection.execute(delete(SLACK_ASKED).where(SLACK_ASKED.c.team_id == storable(team)))

    def _read(self, team: str, user: str) -> tuple[str, str, datetime | None]:
        table = SLACK_PERSON
        with reading(self._engine) as connection:
            row = connection.execute(
                select(table).where(table.c.team_id == storable(team), table.c.user_id == storable(user))
            ).one_or_none()
        return (row.role, row.standing, row.checked) if row else ("", "", None)

    def _write(self, team: str, user: str, changes: dict[str, object]) -> None:
        blank = {"team_id": storable(team), "user_id": storable(user), "role": "", "standing": "", "checked": None}
        put = insert(self._engine, SLACK_PERSON).values(blank | changes)
        with writing(self._engine) as connection:
            connection.execute(put.on_conflict_do_update(index_elements=["team_id", "user_id"], set_=changes))
