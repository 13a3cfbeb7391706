"""The lists of a check as a :class:`~checker.loader.register.Register`: those named, else what is in the store."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from checker.loader.holdings import CERTIFICATE_FIELDS, PRODUCT_FIELDS, read_certificates, read_days, read_products
from checker.loader.lists import read_register
from checker.loader.places import store_path
from checker.loader.register import ENTRY_COLUMNS, Register, RegisterSource, empty_entries
from checker.loader.store import open_store, store_exists, view

if TYPE_CHECKING:
    import sqlite3

ENDED = ("suspended", "withdrawn", "cancelled")
"""States that stay when an entry is no longer listed, as does ``expired`` without a last day; any other becomes ``not_listed``."""


def load_lists(registers: Sequence[Path], store: Path | None) -> Register:
    """Return the lists of certificates named, or those stored where none are.

    Raises:
        DataError: One is missing or damaged.
    """
    return read_register(registers) if registers else load_register(store)


def load_register(store: Path | None = None) -> Register:
    """Load everything in a store, except sources that were retired.

    An entry that the newest list of its source no longer has is evidence of the past: it comes last, its ``status`` is
    ``not_listed`` (unless it was suspended, withdrawn or cancelled), and ``missing`` says in the list of which day it is missing. So it
    can lead to review, never to ``certified``.

    Args:
        store: The store's file; default: that of ``CHECKER_STORE`` or of the user's data folder.

    Returns:
        The register, a source's ``retrieved`` being the last day on which it was found to hold this list; empty where there is
        no store.

    Raises:
        DataError: The store is damaged, of a newer program, or in use for too long.
    """
    path = store_path(store)
    if not store_exists(path):
        return Register((), empty_entries())
    with open_store(path) as connection, view(connection):
        sources = _read_sources(connection)
        days = dict(connection.execute("SELECT id, retrieved FROM imports"))
        frames = [_read_entries(connection, number, source.name, days) for number, source in sources]
    entries = pd.concat(frames, ignore_index=True) if frames else empty_entries()
    return Register(tuple(source for _, source in sources), entries)


def _read_sources(connection: "sqlite3.Connection") -> list[tuple[int, RegisterSource]]:
    rows = connection.execute(
        """SELECT s.id, s.name, i.id, i.confirmed, i.sha256, i.entries, i.rows_read, i.unknown_columns
           FROM sources s JOIN imports i ON i.id = s.current_import WHERE s.retired = '' ORDER BY s.id"""
    ).fetchall()
    query = "SELECT place, reason FROM set_aside WHERE import_id = ? ORDER BY rowid"
    return [
        (
            number,
            RegisterSource(
                name=name,
                retrieved=date.fromisoformat(confirmed),
                sha256=sha256,
                entries=entries,
                rows_read=rows_read,
                set_aside=tuple(connection.execute(query, (current,))),
                unknown_columns=tuple(filter(None, unknown.split("\n"))),
            ),
        )
        for number, name, current, confirmed, sha256, entries, rows_read, unknown in rows
    ]


def _read_entries(connection: "sqlite3.Connection", source: int, name: str, days: dict[int, str]) -> pd.DataFrame:
    """Return one source's entries: those listed in the order of the list, then those that are no longer."""
    certificates, products = read_certificates(connection, source), read_products(connection, source)
    owner = pd.Index(certificates["id"]).get_indexer(products["certificate"])
    facts = certificates.iloc[owner].reset_index(drop=True)
    missing = facts["missing"].where(facts["missing"] > 0, products["missing"])
    order = missing.gt(0).argsort(kind="stable")
    entries = pd.concat([facts[list(CERTIFICATE_FIELDS)], products[list(PRODUCT_FIELDS)]], axis="columns").iloc[order]
    entries = entries.reset_index(drop=True).assign(
        **{
            column: pd.Series(text, index=range(len(entries)), dtype="str")
            for column, text in (("source", name), ("missing", ""))
        }
    )
    entries["valid_from"], entries["valid_until"] = read_days(entries["valid_from"]), read_days(entries["valid_until"])
    return _mark_missing(entries, missing.iloc[order].reset_index(drop=True), days)[list(ENTRY_COLUMNS)]


def _mark_missing(entries: pd.DataFrame, missing: "pd.Series[int]", days: dict[int, str]) -> pd.DataFrame:
    """Give entries that are no longer listed their state and the day of the list that lacks them."""
    gone = missing > 0
    if not gone.any():
        return entries
    entries.loc[gone, "missing"] = missing[gone].map(days).astype("str")
    over = entries["status"].isin(ENDED) | ((entries["status"] == "expired") & entries["valid_until"].isna())
    entries.loc[gone & ~over, "status"] = "not_listed"
    return entries
