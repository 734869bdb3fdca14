"""Alembic migrations, run by :func:`bot.state.migrate.upgrade`."""
