"""Assessments, their entries, and the history of changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.state.tables import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("description", sa.Text, nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("phases", sa.JSON, nullable=False),
        sa.Column("scenario", sa.Text, nullable=False),
        sa.Column("created", Moment, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
    )
    op.create_table(
        "assessment_entry",
        sa.Column("assessment_id", sa.Text, nullable=False),
        sa.Column("provision", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.Column("changed", Moment, nullable=False),
        sa.Column("changed_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("assessment_id", "provision", name="pk_assessment_entry"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_assessment_entry_assessment_id_assessment",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "assessment_change",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("assessment_id", sa.Text, nullable=False),
        sa.Column("provision", sa.Text, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("before", sa.JSON, nullable=False),
        sa.Column("after", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assessment_change"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name="fk_assessment_change_assessment_id_assessment",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_assessment_change_assessment_id_id", "assessment_change", ["assessment_id", "id"])


def downgrade() -> None:
    for table in ("assessment_change", "assessment_entry", "assessment"):
        op.drop_table(table)
