"""Alembic's entry. Needs a connection in ``config.attributes``: there is no offline mode and no ini file."""

from __future__ import annotations

from alembic import context

from bot.state.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
