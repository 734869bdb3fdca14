"""Slack: installations, OAuth states, people, joined threads, and questions that wait for their answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.state.tables import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slack_installation",
        sa.Column("enterprise_id", sa.Text, nullable=False),
        sa.Column("team_id", sa.Text, nullable=False),
        sa.Column("installed", Moment, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("enterprise_id", "team_id", name="pk_slack_installation"),
    )
    op.create_table(
        "slack_state",
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("expires", Moment, nullable=False),
        sa.PrimaryKeyConstraint("state", name="pk_slack_state"),
    )
    op.create_table(
        "slack_person",
        sa.Column("team_id", sa.Text, nullable=False),
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("standing", sa.Text, nullable=False),
        sa.Column("checked", Moment),
        sa.PrimaryKeyConstraint("team_id", "user_id", name="pk_slack_person"),
    )
    op.create_table(
        "slack_asked",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("team_id", sa.Text, nullable=False),
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("answer_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_slack_asked"),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name="fk_slack_asked_answer_id_answer", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_slack_asked_team_id_user_id_id", "slack_asked", ["team_id", "user_id", "id"])
    op.create_index("ix_slack_asked_answer_id", "slack_asked", ["answer_id"])
    op.create_table(
        "slack_thread",
        sa.Column("team_id", sa.Text, nullable=False),
        sa.Column("channel_id", sa.Text, nullable=False),
        sa.Column("thread_ts", sa.Text, nullable=False),
        sa.Column("started", sa.Boolean, nullable=False),
        sa.Column("joined", Moment, nullable=False),
        sa.PrimaryKeyConstraint("team_id", "channel_id", "thread_ts", name="pk_slack_thread"),
    )
    op.create_index("ix_slack_thread_joined", "slack_thread", ["joined"])
    op.create_table(
        "slack_job",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("taken", Moment, nullable=False),
        sa.Column("not_before", Moment, nullable=False),
        sa.Column("leased_until", Moment),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("answer_id", sa.Text, nullable=False),
        sa.Column("tried", sa.Boolean, nullable=False),
        sa.Column("posted_ts", sa.Text, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_slack_job"),
        sa.UniqueConstraint("key", name="uq_slack_job_key"),
    )
    op.create_index("ix_slack_job_lane_id", "slack_job", ["lane", "id"])


def downgrade() -> None:
    for table in ("slack_job", "slack_thread", "slack_asked", "slack_person", "slack_state", "slack_installation"):
        op.drop_table(table)
