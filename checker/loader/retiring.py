"""Taking a source out of checks, and back: nothing of it is deleted, but none of its entries counts any more."""

from datetime import date
from pathlib import Path

from checker.errors import UsageError
from checker.loader.store import change, open_store


def retire_source(store: Path, name: str, day: date) -> None:
    """Take a source out of checks from now on; importing a list of it again brings it back.

    Args:
        store: The store's file.
        name: Of the source.
        day: Of the decision, kept with it.

    Raises:
        DataError: There is no store, or it cannot be written.
        UsageError: There is no such source.
    """
    with open_store(store) as connection, change(connection):
        found = connection.execute("UPDATE sources SET retired = ? WHERE name = ?", (day.isoformat(), name))
        if not found.rowcount:
            names = ", ".join(row[0] for row in connection.execute("SELECT name FROM sources ORDER BY id"))
            raise UsageError("store_source_unknown", name=name, names=names)
