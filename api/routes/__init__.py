"""The routes of the HTTP API, one noun a module."""

from __future__ import annotations

from typing import Final

from api import practice_routes
from api.routes import (
    ask,
    catalogue,
    chat,
    conversations,
    crosswalks,
    docs,
    editions,
    health,
    kinds,
    linked_data,
    metrics,
    search,
    shapes,
    sparql,
)

ROUTERS: Final = (
    health.router,
    metrics.router,
    docs.router,
    ask.router,
    chat.router,
    conversations.router,
    search.router,
    catalogue.router,
    crosswalks.router,
    editions.router,
    kinds.router,
    sparql.router,
    linked_data.router,
    shapes.router,
    practice_routes.router,
)
