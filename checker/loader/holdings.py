"""What a store holds of one source, as two frames: its certificates, and their products in the order of the list."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import sqlite3

    from numpy.typing import NDArray

CERTIFICATE_FIELDS = ("number", "maker", "product_name", "status", "valid_from", "valid_until", "issuer")
"""What a certificate has of its own; dates as ISO text, ``""`` for none."""

NUMBERS = frozenset({"id", "certificate", "sequence", "missing"})
PRODUCT_FIELDS = ("listed", "model", "version", "listing", "place", "paper", "extra")


def divide_entries(entries: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Divide a list's entries into certificates and their products.

    Entries with the same number and the same facts are one certificate, wherever they stand; an entry without a number is one with
    those of its own row only, since nothing says that two rows are the same test result.

    Args:
        entries: With the columns of :data:`~checker.loader.register.ENTRY_COLUMNS`.

    Returns:
        Certificates with ``CERTIFICATE_FIELDS`` and ``listed`` (model cell of the first product), and products with
        ``PRODUCT_FIELDS``, ``certificate`` (position of its certificate) and ``sequence`` (position in the list).
    """
    texts = entries.assign(valid_from=write_days(entries["valid_from"]), valid_until=write_days(entries["valid_until"]))
    own_row = texts["place"].where(texts["number"] == "", "")
    group = texts.groupby([*(texts[field] for field in CERTIFICATE_FIELDS), own_row], sort=False).ngroup()
    first = ~group.duplicated()
    certificates = texts.loc[first, [*CERTIFICATE_FIELDS, "listed"]].reset_index(drop=True)
    products = texts[list(PRODUCT_FIELDS)].reset_index(drop=True)
    return certificates, products.assign(certificate=group.to_numpy(), sequence=np.arange(len(products)))


def read_certificates(connection: "sqlite3.Connection", source: int) -> pd.DataFrame:
    """Return a source's certificates: ``id``, ``CERTIFICATE_FIELDS`` and ``missing`` (id of the import that lacks it, else 0)."""
    query = f"""
        SELECT id, {", ".join(CERTIFICATE_FIELDS)}, coalesce(missing_import, 0) AS missing FROM certificates
        WHERE source_id = ?"""  # noqa: S608 - names of columns only
    frame = _read(connection, query, source, ("id", *CERTIFICATE_FIELDS, "missing"))
    return frame.sort_values("id", ignore_index=True)


def read_products(connection: "sqlite3.Connection", source: int) -> pd.DataFrame:
    """Return a source's products: ``id``, ``certificate``, ``sequence``, ``PRODUCT_FIELDS`` and ``missing`` as above."""
    query = f"""
        SELECT p.id AS id, certificate_id AS certificate, sequence, {", ".join(PRODUCT_FIELDS)},
               coalesce(p.missing_import, 0) AS missing
        FROM certificates c JOIN products p ON p.certificate_id = c.id WHERE c.source_id = ?
        """  # noqa: S608 - names of columns only
    frame = _read(connection, query, source, ("id", "certificate", "sequence", *PRODUCT_FIELDS, "missing"))
    return frame.sort_values(["sequence", "id"], ignore_index=True)


def write_days(days: "pd.Series[pd.Timestamp]") -> "pd.Series[str]":
    """Return dates as ISO text, ``""`` for none."""
    texts = np.datetime_as_string(days.to_numpy().astype("datetime64[D]")).astype(object)
    return pd.Series(texts, index=days.index, dtype="str").where(days.notna(), "")


def read_days(texts: "pd.Series[str]") -> "pd.Series[pd.Timestamp]":
    """Return ISO texts as ``datetime64[s]``, NaT for ``""``."""
    days = texts.where(texts != "", "NaT").to_numpy(dtype=object).astype("datetime64[s]")
    return pd.Series(days, index=texts.index)


def _read(connection: "sqlite3.Connection", query: str, source: int, columns: Sequence[str]) -> pd.DataFrame:
    """Return a query's rows, each column had as one JSON array: half the time of a Python object per row."""
    arrays = ", ".join(f"json_group_array({column})" for column in columns)
    texts = connection.execute(f"SELECT {arrays} FROM ({query})", (source,)).fetchone()  # noqa: S608 - names only
    return pd.DataFrame({column: _column(column, text) for column, text in zip(columns, texts, strict=True)})


def _column(name: str, text: str) -> "pd.api.extensions.ExtensionArray | NDArray[np.int64]":
    import orjson  # noqa: PLC0415 - only where a store is read

    values = orjson.loads(text)
    return np.array(values, dtype=np.int64) if name in NUMBERS else pd.array(values, dtype="str")
