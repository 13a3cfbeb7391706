"""The register: certificates and test results as published, one entry per certificate and product."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import orjson
import pandas as pd

ENTRY_COLUMNS = {
    "number": "certificate number as printed",
    "maker": "holder or manufacturer as printed",
    "product_name": "product name or category as printed",
    "listed": "the whole model cell as printed",
    "model": "one model of that cell, as printed ('' when the cell is empty)",
    "version": "the version that belongs to the model, '' when none is named",
    "listing": "how the model was had: equal, listed, expanded (shared prefix), part (perhaps a model), wildcard, series",
    "status": (
        "valid, suspended, withdrawn, cancelled, expired, unstated (none printed), unknown (not understood), "
        "not_listed (in a store only: listed once and no longer)"
    ),
    "valid_from": "datetime64[s], NaT when not printed",
    "valid_until": "datetime64[s], NaT when not printed or 长期",
    "issuer": "certifying or testing body as printed",
    "source": "name of the list",
    "place": "where the entry stands in it, e.g. Sheet1!7",
    "paper": "what the list says of the kind of its papers: cell, section, header of the number, titles; the nearest first, one a line",
    "missing": "day of the newest list of its source when that no longer has the entry (ISO), else ''",
    "extra": "cells of columns that are no field, as a JSON object of header and text; '' for none",
}
"""Columns of :attr:`Register.entries`, all text unless said otherwise; empty text is ``""``."""


@dataclass(frozen=True)
class RegisterSource:
    """One list that a register was read from.

    Attributes:
        name: File name or address.
        retrieved: Day it was retrieved or, for a file, last changed.
        sha256: Of its bytes.
        entries: Certificates read from it.
        rows_read: Rows of the list below its headers.
        set_aside: ``(place, reason)`` of every row read that is not an entry.
        unknown_columns: Headers of columns that were taken for no field.
    """

    name: str
    retrieved: date
    sha256: str
    entries: int
    rows_read: int = 0
    set_aside: tuple[tuple[str, str], ...] = ()
    unknown_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """Everything published that was loaded; ``entries`` has the columns of :data:`ENTRY_COLUMNS`, in the order of the lists."""

    sources: tuple[RegisterSource, ...]
    entries: pd.DataFrame


def empty_entries() -> pd.DataFrame:
    """Return entries of no list, with the columns and types of :data:`ENTRY_COLUMNS`."""
    return pd.DataFrame(
        {
            column: pd.Series([], dtype="datetime64[s]" if column.startswith("valid_") else "str")
            for column in ENTRY_COLUMNS
        }
    )


def write_extra(cells: Mapping[str, str]) -> str:
    """Return cells of columns that are no field as the text of ``extra``; blank ones are left out."""
    filled = {name: text for name, text in cells.items() if text}
    return orjson.dumps(filled).decode() if filled else ""


def read_extra(text: str) -> dict[str, str]:
    """Return what :func:`write_extra` wrote."""
    return dict(orjson.loads(text)) if text else {}
