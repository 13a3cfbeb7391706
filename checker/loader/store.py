"""The store: one SQLite file with everything imported. Opened, guarded, and changed in whole transactions only."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from checker.errors import DataError
from checker.loader.migrations import migrate

if TYPE_CHECKING:
    import sqlite3

WAIT_SECONDS = 30.0
"""How long to wait for another import to end."""


def store_exists(path: Path) -> bool:
    """Whether there is a store with anything in it."""
    return path.is_file() and path.stat().st_size > 0


@contextmanager
def open_store(path: Path, *, create: bool = False, wait: float = WAIT_SECONDS) -> "Iterator[sqlite3.Connection]":
    """Open a store, brought to this program's version; every failure of the database becomes a :class:`DataError`.

    Args:
        path: The store's file.
        create: Make it, with its folder, where there is none.
        wait: Seconds to wait for another process that writes.

    Raises:
        DataError: There is no store, it is damaged, of a newer program or no store, in use for too long, or cannot be written.
    """
    import sqlite3  # noqa: PLC0415 - only where there is a store

    if not create and not store_exists(path):
        raise DataError("store_missing", path=str(path))
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = _connect(path, create=create, wait=wait)
        try:
            migrate(connection, str(path))
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise _explain(error, path) from error
    except OSError as error:
        if error.errno is None:
            raise
        raise DataError("store_unwritable", path=str(path), detail=error.strerror or str(error)) from error


@contextmanager
def change(connection: "sqlite3.Connection") -> Iterator[None]:
    """Run a block as one transaction that no other import can overlap; any error undoes all of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def view(connection: "sqlite3.Connection") -> Iterator[None]:
    """Run a block of queries that all see one state of the store."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _connect(path: Path, *, create: bool, wait: float) -> "sqlite3.Connection":
    import sqlite3  # noqa: PLC0415 - only where there is a store

    mode = "rwc" if create else "rw"
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=wait, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _explain(error: "sqlite3.Error", path: Path) -> DataError:
    import sqlite3  # noqa: PLC0415 - only where there is a store

    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    detail = str(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DataError("store_busy", path=str(path))
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return DataError("store_damaged", path=str(path), detail=detail)
    return DataError("store_unwritable", path=str(path), detail=detail)
