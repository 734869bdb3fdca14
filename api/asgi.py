"""The application for servers that import it in processes of their own: ``uvicorn --factory api.asgi:application``."""

from __future__ import annotations

from fastapi import FastAPI


def application() -> FastAPI:
    """The application over what the environment sets.

    Raises:
        SettingsInvalid: a setting cannot be read.
    """
    from api.app import create_app
    from api.guards.log import configure
    from api.settings import load
    from api.wiring import House

    house = House(load())
    configure(house.settings.log_level)
    return create_app(house)
