"""What a language model cost, by day, in millionths of the operator's currency."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("llm_usage", sa.Column("cost", sa.BigInteger, nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("llm_usage", "cost")
