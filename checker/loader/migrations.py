"""Bringing a store to the version of this program, in one transaction."""

from typing import TYPE_CHECKING

from checker.errors import DataError
from checker.loader.schema import APPLICATION_ID, MIGRATIONS

if TYPE_CHECKING:
    import sqlite3

CURRENT_VERSION = len(MIGRATIONS)


def stored_version(connection: "sqlite3.Connection") -> int:
    """Return the version of a store; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: "sqlite3.Connection", path: str, *, upto: int = CURRENT_VERSION) -> None:
    """Bring a store to the version ``upto``; all of it or nothing. No transaction may be open.

    Raises:
        DataError: The store is of a newer program, or the database is not a store.
    """
    if stored_version(connection) == upto and _is_store(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = stored_version(connection)
        _refuse_other(connection, path, version, upto)
        for number in range(version, upto):
            for statement in MIGRATIONS[number]:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {upto:d}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _is_store(connection: "sqlite3.Connection") -> bool:
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def _refuse_other(connection: "sqlite3.Connection", path: str, version: int, upto: int) -> None:
    """Refuse a store of a newer program and a database of another one, before anything is written into it."""
    has_tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0
    if has_tables and not _is_store(connection):
        raise DataError("store_foreign", path=path)
    if version > upto:
        raise DataError("store_newer", path=path, version=version, known=upto)
