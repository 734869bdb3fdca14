from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from bot.errors import StateUnavailable
from bot.state import migrate
from bot.state.engine import open_engine, writing
from bot.state.tables import METADATA


def test_migrated_tables_are_those_of_the_metadata(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_head_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.HEAD


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    migrate.upgrade(engine)
    assert migrate.current(engine) == migrate.HEAD


def test_threads_that_start_at_once_end_with_one_database(url: str, tmp_path: Path) -> None:
    engines = [open_engine(tmp_path, url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate.upgrade, engines))
    assert migrate.current(engines[0]) == migrate.HEAD
    for engine in engines:
        engine.dispose()


def _start(url: str, home: str) -> None:
    engine = open_engine(Path(home), url)
    migrate.upgrade(engine)
    engine.dispose()


def test_processes_that_start_at_once_end_with_one_database(url: str, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_start, args=(url, str(tmp_path))) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    engine = open_engine(tmp_path, url)
    assert migrate.current(engine) == migrate.HEAD
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_behind(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = migrate._run

    def fails(connection: object) -> None:
        real(connection)  # type: ignore[arg-type]
        raise RuntimeError

    monkeypatch.setattr(migrate, "_run", fails)
    engine = open_engine(tmp_path, url)
    with pytest.raises(RuntimeError):
        migrate.upgrade(engine)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_database_of_a_newer_signpost_is_left_alone(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StateUnavailable, match="newer Signpost"):
        migrate.upgrade(engine)


def test_a_folder_with_a_percent_sign_is_no_obstacle(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "50%")
    migrate.upgrade(engine)
    assert migrate.current(engine) == migrate.HEAD
    engine.dispose()
