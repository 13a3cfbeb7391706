"""Questions to a store: what it rests on, what it has of a certificate, and what changed."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from checker.loader.words import fold

SHOWN_COLUMNS = (
    "id", "source", "number", "maker", "product_name", "models", "status", "valid_from", "valid_until", "issuer",
    "missing", "retired",
)  # fmt: skip
"""Columns of certificates as they are shown.

``missing`` is the day of the list that lacks it, ``retired`` that on which its source was taken out of checks, else ``""``.
"""

CHANGE_COLUMNS = ("source", "day", "event", "number", "maker", "product_name", "models", "field", "was", "became")

CERTIFICATES = """
    SELECT c.id, s.name, c.number, c.maker, c.product_name,
           (SELECT group_concat(trim(p.model || ' ' || p.version), '、') FROM
               (SELECT * FROM products WHERE certificate_id = c.id AND (missing_import IS NULL OR c.missing_import IS NOT NULL)
                ORDER BY sequence) p),
           c.status, c.valid_from, c.valid_until, c.issuer, coalesce(i.retrieved, ''), s.retired
    FROM certificates c JOIN sources s ON s.id = c.source_id LEFT JOIN imports i ON i.id = c.missing_import
"""


@dataclass(frozen=True)
class SourceStatus:
    """One source as the store has it.

    Attributes:
        name: Of the source.
        kind: Kind of list.
        address: Where it was last had from.
        retrieved: Day of the newest list.
        confirmed: Last day on which the source was found to hold the same list.
        sha256: Of the newest list.
        snapshot: File name of its snapshot.
        imports: How many different lists were imported.
        entries: Certificates read from the newest list.
        certificates: Certificates listed.
        products: Products listed.
        not_listed: Certificates that were listed once and are no longer.
        rows_read: Rows of the newest list.
        set_aside: Number of rows set aside, by reason.
        unknown_columns: Headers that were taken for no field.
        retired: Day on which it was taken out of checks, or ``""``.
    """

    name: str
    kind: str
    address: str
    retrieved: date
    confirmed: date
    sha256: str
    snapshot: str
    imports: int
    entries: int
    certificates: int
    products: int
    not_listed: int
    rows_read: int
    set_aside: Mapping[str, int]
    unknown_columns: tuple[str, ...]
    retired: str

    def age_days(self, today: date) -> int:
        """Return how many days ago the source was last found to hold this list."""
        return (today - self.confirmed).days


def describe_sources(connection: sqlite3.Connection) -> tuple[SourceStatus, ...]:
    """Return the state of every source, in the order of their first import."""
    rows = connection.execute(
        """SELECT s.name, s.kind, s.address, i.retrieved, i.confirmed, i.sha256, i.snapshot,
                  (SELECT count(*) FROM imports WHERE source_id = s.id), i.entries,
                  (SELECT count(*) FROM certificates WHERE source_id = s.id AND missing_import IS NULL),
                  (SELECT count(*) FROM products p JOIN certificates c ON c.id = p.certificate_id
                   WHERE c.source_id = s.id AND c.missing_import IS NULL AND p.missing_import IS NULL),
                  (SELECT count(*) FROM certificates WHERE source_id = s.id AND missing_import IS NOT NULL),
                  i.rows_read, i.id, i.unknown_columns, s.retired
           FROM sources s JOIN imports i ON i.id = s.current_import ORDER BY s.id"""
    ).fetchall()
    reasons = "SELECT reason, count(*) FROM set_aside WHERE import_id = ? GROUP BY reason ORDER BY reason"
    return tuple(
        SourceStatus(
            name=row[0],
            kind=row[1],
            address=row[2],
            retrieved=date.fromisoformat(row[3]),
            confirmed=date.fromisoformat(row[4]),
            sha256=row[5],
            snapshot=row[6],
            imports=row[7],
            entries=row[8],
            certificates=row[9],
            products=row[10],
            not_listed=row[11],
            rows_read=row[12],
            set_aside=dict(connection.execute(reasons, (row[13],)).fetchall()),
            unknown_columns=tuple(filter(None, row[14].split("\n"))),
            retired=row[15],
        )
        for row in rows
    )


def search_certificates(connection: sqlite3.Connection, text: str) -> pd.DataFrame:
    """Return the certificates in which a text occurs: number, maker, product name or model; width, blanks and case do not count.

    Returns:
        A frame with ``SHOWN_COLUMNS``, listed ones first.
    """
    wanted = fold(text)
    connection.create_function("has", 1, lambda value: wanted in fold(value or ""), deterministic=True)
    query = f"""{CERTIFICATES} WHERE has(c.number) OR has(c.maker) OR has(c.product_name)
        OR c.id IN (SELECT certificate_id FROM products WHERE has(listed) OR has(trim(model || ' ' || version)))
        ORDER BY c.missing_import IS NOT NULL, s.id, c.id"""  # noqa: S608 - no values
    return _read(connection, query, ())


def find_number(connection: sqlite3.Connection, number: str) -> pd.DataFrame:
    """Return the certificates with a number; width, blanks, dashes and case do not count. Columns: ``SHOWN_COLUMNS``."""
    wanted = number_key(number)
    connection.create_function("is_wanted", 1, lambda value: number_key(value) == wanted, deterministic=True)
    return _read(connection, f"{CERTIFICATES} WHERE c.number <> '' AND is_wanted(c.number) ORDER BY s.id, c.id", ())


def number_key(number: str) -> str:
    """Return a certificate number as it is compared."""
    return "".join(sign for sign in fold(number) if sign.isalnum())


def read_products_of(connection: sqlite3.Connection, certificate: int) -> pd.DataFrame:
    """Return its products: ``model``, ``version``, ``listing``, ``listed``, ``place``, ``missing`` (a day or ``""``) and ``extra``."""
    rows = connection.execute(
        """SELECT p.model, p.version, p.listing, p.listed, p.place, coalesce(i.retrieved, ''), p.extra
           FROM products p LEFT JOIN imports i ON i.id = p.missing_import WHERE p.certificate_id = ?
           ORDER BY p.missing_import IS NOT NULL, p.sequence""",
        (certificate,),
    ).fetchall()
    return pd.DataFrame(rows, columns=["model", "version", "listing", "listed", "place", "missing", "extra"])


def read_history(
    connection: sqlite3.Connection, *, since: date | None = None, certificate: int | None = None
) -> pd.DataFrame:
    """Return what imports changed, in their order: columns ``CHANGE_COLUMNS``, and ``is_first`` for a source's first list.

    Args:
        connection: The store.
        since: Lists of this day and later; default: the newest list of every source.
        certificate: Only this one, over all lists.
    """
    query = """
        SELECT s.name, i.retrieved, h.event, c.number, c.maker, c.product_name,
               (SELECT group_concat(trim(model || ' ' || version), '、')
                FROM (SELECT * FROM products WHERE certificate_id = c.id ORDER BY sequence)),
               h.field, h.was, h.became, i.id = (SELECT min(id) FROM imports WHERE source_id = s.id)
        FROM history h JOIN imports i ON i.id = h.import_id JOIN sources s ON s.id = i.source_id
             JOIN certificates c ON c.id = h.certificate_id
        WHERE """
    values: tuple[object, ...] = ()
    if certificate is not None:
        chosen, values = "c.id = ?", (certificate,)
    elif since is not None:
        chosen, values = "i.retrieved >= ?", (since.isoformat(),)
    else:
        chosen = "i.id = s.current_import"
    rows = connection.execute(f"{query}{chosen} ORDER BY i.id, h.id", values).fetchall()
    return pd.DataFrame(rows, columns=[*CHANGE_COLUMNS, "is_first"]).astype({"is_first": bool})


def _read(connection: sqlite3.Connection, query: str, values: tuple[object, ...]) -> pd.DataFrame:
    return pd.DataFrame(connection.execute(query, values).fetchall(), columns=list(SHOWN_COLUMNS)).fillna("")
