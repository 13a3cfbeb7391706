"""Stores of older versions, of newer programs and of others."""

import sqlite3
from datetime import date

import pytest

from checker.errors import DataError
from checker.loader import migrations
from checker.loader.importing import ImportRequest, import_lists
from checker.loader.inquiry import describe_sources, read_history
from checker.loader.loading import load_register
from checker.loader.migrations import CURRENT_VERSION, migrate, stored_version
from checker.loader.schema import APPLICATION_ID, MIGRATIONS
from checker.loader.store import open_store

LIST = "证书编号,生产企业,产品名称,型号\nC-1,示例甲,防火墙,FW-1、FW-2\nC-3,示例乙,路由器,R-1\n"


def connect(path):
    return sqlite3.connect(path, isolation_level=None)


def schema(connection):
    return sorted(row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))


@pytest.fixture
def old_store(tmp_path):
    """A store of version 1 with one import in it, as that version wrote it."""
    path = tmp_path / "old.sqlite3"
    connection = connect(path)
    migrate(connection, str(path), upto=1)
    connection.execute("INSERT INTO sources VALUES (1, '甲', 'list', '/lists/old.csv', NULL)")
    connection.execute(
        "INSERT INTO imports VALUES (1, 1, '/lists/old.csv', '2026-01-01', '2026-01-02T00:00:00+00:00', 'ab', 'old.csv', 2, 3, '备注')"
    )
    connection.execute("UPDATE sources SET current_import = 1")
    connection.execute("INSERT INTO set_aside VALUES (1, 'old.csv!3', 'list_blank')")
    facts = ("示例甲", "防火墙", "valid", "2025-01-01", "2030-01-01", "")
    for number in (1, 2):
        values = (number, f"C-{number}", *facts)
        connection.execute("INSERT INTO certificates VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, 1, NULL)", values)
    connection.execute("INSERT INTO products VALUES (1, 1, 0, 'FW-1', 'FW-1', '', 'equal', 'old.csv!2', NULL)")
    connection.execute("INSERT INTO products VALUES (2, 2, 1, 'FW-9', 'FW-9', 'V1', 'equal', 'old.csv!4', NULL)")
    connection.executemany("INSERT INTO history VALUES (?, 1, ?, 'added', '', '', '')", [(1, 1), (2, 2)])
    connection.close()
    return path


def test_an_older_store_is_brought_up_and_keeps_everything(old_store):
    register = load_register(old_store)
    assert list(register.entries["number"]) == ["C-1", "C-2"]
    assert register.sources[0].retrieved == date(2026, 1, 1)
    assert (register.sources[0].set_aside, register.sources[0].unknown_columns) == (
        (("old.csv!3", "list_blank"),),
        ("备注",),
    )
    with open_store(old_store) as connection:
        assert stored_version(connection) == CURRENT_VERSION
        assert list(read_history(connection)["event"]) == ["added", "added"]


def test_an_older_store_can_be_renewed(old_store, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    import_lists(ImportRequest([str(path)], old_store, name="甲", retrieved=date(2026, 2, 1)))
    with open_store(old_store) as connection:
        (source,) = describe_sources(connection)
        events = read_history(connection)[["number", "event"]].drop_duplicates()
    assert (source.imports, source.certificates, source.not_listed) == (2, 2, 1)
    assert set(events.itertuples(index=False, name=None)) == {
        ("C-3", "added"),
        ("C-1", "changed"),
        ("C-2", "not_listed"),
    }


@pytest.mark.parametrize("version", range(1, CURRENT_VERSION + 1))
def test_every_way_leads_to_the_same_tables(tmp_path, version):
    one, other = connect(tmp_path / "one"), connect(tmp_path / "other")
    migrate(one, "one")
    migrate(other, "other", upto=version)
    migrate(other, "other")
    assert schema(one) == schema(other)
    assert stored_version(other) == CURRENT_VERSION == len(MIGRATIONS)


def test_a_migration_that_fails_leaves_the_older_version(old_store, monkeypatch):
    broken = (*MIGRATIONS[:1], (*MIGRATIONS[1], "ALTER TABLE nowhere ADD COLUMN x"))
    connection = connect(old_store)
    before = list(connection.iterdump())
    monkeypatch.setattr(migrations, "MIGRATIONS", broken)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, "old")
    assert list(connection.iterdump()) == before
    assert stored_version(connection) == 1


def test_the_store_of_a_newer_program_is_left_alone(old_store):
    connection = connect(old_store)
    connection.execute(f"PRAGMA user_version = {CURRENT_VERSION + 1}")
    connection.close()
    before = old_store.read_bytes()
    with pytest.raises(DataError) as error:
        load_register(old_store)
    assert error.value.code == "store_newer"
    assert old_store.read_bytes() == before


def test_the_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "other.sqlite3"
    connection = connect(path)
    connection.execute("CREATE TABLE notes (text)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DataError) as error, open_store(path, create=True):
        pass
    assert error.value.code == "store_foreign"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to be looked at" * 20, b"SQLite format 3\x00" + bytes(2000)]
)
def test_a_file_that_is_no_database_is_an_error_with_a_sentence(tmp_path, content):
    path = tmp_path / "store.sqlite3"
    path.write_bytes(content)
    with pytest.raises(DataError) as error:
        load_register(path)
    assert error.value.code in {"store_damaged", "store_foreign", "store_unwritable"}
    assert path.read_bytes() == content


def test_references_are_enforced(old_store):
    with open_store(old_store) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("DELETE FROM certificates WHERE id = 1")
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()
