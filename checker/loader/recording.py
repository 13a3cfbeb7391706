"""Writing one list into the store: what is new, what changed, what is no longer listed. Nothing is ever deleted."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from checker.loader.holdings import (
    CERTIFICATE_FIELDS,
    PRODUCT_FIELDS,
    divide_entries,
    read_certificates,
    read_products,
)
from checker.loader.register import read_extra
from checker.loader.renewal import Pairing, fold_frame, pair_certificates, pair_products
from checker.loader.words import fold

EXACT_LISTINGS = frozenset({"equal", "listed", "expanded"})
Event = tuple[int, str, str, str, str]
"""Certificate, event, field, what it was, what it became."""


@dataclass(frozen=True)
class Changes:
    """How many certificates an import added, changed, found no longer listed, and found again."""

    added: int = 0
    changed: int = 0
    not_listed: int = 0
    listed_again: int = 0


@dataclass(frozen=True)
class Plan:
    """A newer list beside what is stored, before anything is written."""

    old: pd.DataFrame
    old_products: pd.DataFrame
    new: pd.DataFrame
    new_products: pd.DataFrame
    pairing: Pairing

    @property
    def listed(self) -> int:
        """How many stored certificates were listed until now."""
        return int((self.old["missing"] == 0).sum())

    @property
    def lost(self) -> NDArray[np.int64]:
        """Positions of stored certificates that were listed until now and are not in the newer list."""
        gone = self.pairing.gone
        was_listed = (self.old["missing"] == 0).to_numpy(dtype=bool)
        return gone[was_listed[gone]]


def plan_changes(connection: sqlite3.Connection, source: int, entries: pd.DataFrame) -> Plan:
    """Compare a list's entries with what is stored of its source."""
    new, new_products = divide_entries(entries)
    old, old_products = read_certificates(connection, source), read_products(connection, source)
    firsts = old_products.drop_duplicates("certificate").set_index("certificate")["listed"]
    old["listed"] = old["id"].map(firsts).fillna("").astype("str")
    return Plan(old, old_products, new, new_products, pair_certificates(old, new))


def record_changes(connection: sqlite3.Connection, source: int, number: int, plan: Plan) -> Changes:
    """Write a plan into the store, within the caller's transaction.

    Args:
        connection: The store.
        source: Id of the source.
        number: Id of the import.
        plan: Of :func:`plan_changes`, made in the same transaction.
    """
    ids = _write_certificates(connection, source, number, plan)
    events = [
        *((int(ids[position]), "added", "", "", "") for position in plan.pairing.added),
        *_events_of_return(plan),
        *_events_of_fields(plan),
        *_write_products(connection, number, plan, ids),
        *((int(plan.old["id"].iloc[position]), "not_listed", "", "", "") for position in plan.lost),
    ]
    connection.executemany(
        "INSERT INTO history (import_id, certificate_id, event, field, was, became) VALUES (?, ?, ?, ?, ?, ?)",
        [(number, *event) for event in events],
    )
    certificates = {name: len({event[0] for event in events if event[1] == name}) for name in Changes.__annotations__}
    return Changes(**certificates)


def _write_certificates(connection: sqlite3.Connection, source: int, number: int, plan: Plan) -> NDArray[np.int64]:
    """Insert, update and mark certificates; return the id of every certificate of the newer list."""
    pairing = plan.pairing
    old_ids = plan.old["id"].to_numpy()
    highest = connection.execute("SELECT coalesce(max(id), 0) FROM certificates").fetchone()[0]
    ids = np.empty(len(plan.new), dtype=np.int64)
    ids[pairing.new] = old_ids[pairing.old]
    ids[pairing.added] = highest + 1 + np.arange(len(pairing.added))
    fields = list(CERTIFICATE_FIELDS)
    connection.executemany(
        f"INSERT INTO certificates (id, source_id, first_import, {', '.join(fields)}) "  # noqa: S608 - names of columns only
        f"VALUES (?, ?, ?{', ?' * len(fields)})",
        [
            (int(one), source, number, *row)
            for one, row in zip(ids[pairing.added], _rows(plan.new[fields].iloc[pairing.added]), strict=True)
        ],
    )
    before, after = plan.old.iloc[pairing.old], plan.new.iloc[pairing.new]
    differs = (before[fields].to_numpy() != after[fields].to_numpy()).any(axis=1) | (before["missing"].to_numpy() > 0)
    assignments = ", ".join(f"{field} = ?" for field in fields)
    connection.executemany(
        f"UPDATE certificates SET {assignments}, missing_import = NULL WHERE id = ?",  # noqa: S608 - names of columns only
        [
            (*row, int(one))
            for row, one in zip(_rows(after.loc[differs, fields]), before.loc[differs, "id"], strict=True)
        ],
    )
    connection.executemany(
        "UPDATE certificates SET missing_import = ? WHERE id = ?", [(number, int(one)) for one in old_ids[plan.lost]]
    )
    return ids


def _write_products(connection: sqlite3.Connection, number: int, plan: Plan, ids: NDArray[np.int64]) -> list[Event]:
    """Insert, update and mark products; return what changed in the products of certificates that were stored before."""
    new = plan.new_products.assign(certificate=ids[plan.new_products["certificate"].to_numpy()])
    kept = plan.old["id"].iloc[plan.pairing.old]
    old = plan.old_products[plan.old_products["certificate"].isin(kept)].reset_index(drop=True)
    pairing = pair_products(old, new)
    fields = ["certificate", "sequence", *PRODUCT_FIELDS]
    added = new.iloc[pairing.added]
    connection.executemany(
        f"INSERT INTO products (certificate_id, sequence, {', '.join(PRODUCT_FIELDS)}) "  # noqa: S608 - names of columns only
        f"VALUES (?, ?{', ?' * len(PRODUCT_FIELDS)})",
        _rows(added[fields]),
    )
    before, after = old.iloc[pairing.old].reset_index(drop=True), new.iloc[pairing.new].reset_index(drop=True)
    returned = before["missing"] > 0
    differs = (before[fields].to_numpy() != after[fields].to_numpy()).any(axis=1) | returned
    assignments = ", ".join(f"{field} = ?" for field in ("sequence", *PRODUCT_FIELDS))
    connection.executemany(
        f"UPDATE products SET {assignments}, missing_import = NULL WHERE id = ?",  # noqa: S608 - names of columns only
        [
            (*row, int(one))
            for row, one in zip(_rows(after.loc[differs, fields[1:]]), before.loc[differs, "id"], strict=True)
        ],
    )
    gone = old.iloc[pairing.gone]
    gone = gone[gone["missing"] == 0]
    connection.executemany(
        "UPDATE products SET missing_import = ? WHERE id = ?", [(number, int(one)) for one in gone["id"]]
    )
    known = added[added["certificate"].isin(kept)]
    return [
        *((int(one), "changed", "model", name, "") for one, name in _named(gone)),
        *((int(one), "changed", "model", "", name) for one, name in (*_named(known), *_named(after[returned]))),
        *_events_of_listing(before, after),
        *_events_of_extra(before, after),
    ]


def _events_of_return(plan: Plan) -> list[Event]:
    paired = plan.old.iloc[plan.pairing.old]
    return [(int(one), "listed_again", "", "", "") for one in paired.loc[paired["missing"] > 0, "id"]]


def _events_of_fields(plan: Plan) -> list[Event]:
    """Return what changed in the facts of certificates; width, white space and case of texts do not count."""
    fields = list(CERTIFICATE_FIELDS)
    before, after = plan.old.iloc[plan.pairing.old], plan.new.iloc[plan.pairing.new]
    differs = fold_frame(before, fields).to_numpy() != fold_frame(after, fields).to_numpy()
    ids, was, became = (
        before["id"].to_numpy(),
        before[fields].to_numpy(dtype=object),
        after[fields].to_numpy(dtype=object),
    )
    return [
        (int(ids[row]), "changed", fields[column], was[row, column], became[row, column])
        for row, column in np.argwhere(differs)
    ]


def _events_of_listing(before: pd.DataFrame, after: pd.DataFrame) -> list[Event]:
    """Return the models that stand in the list with another certainty than before, e.g. as a series."""
    exact = [frame["listing"].isin(EXACT_LISTINGS).to_numpy() for frame in (before, after)]
    differs = (before["listing"].to_numpy() != after["listing"].to_numpy()) & ~(exact[0] & exact[1])
    was, became = before[differs], after[differs]
    rows = zip(was["certificate"], was["model"], was["listing"], became["listing"], strict=True)
    return [(int(one), "changed", "listing", f"{model}: {old}", f"{model}: {new}") for one, model, old, new in rows]


def _events_of_extra(before: pd.DataFrame, after: pd.DataFrame) -> Iterable[Event]:
    """Return what changed in cells that are no field, once for every certificate; not where none were kept on one side."""
    differs = (before["extra"] != after["extra"]) & (before["extra"] != "") & (after["extra"] != "")
    was, became = before[differs], after[differs]
    events: dict[Event, None] = {}
    for one, old, new in zip(was["certificate"], was["extra"], became["extra"], strict=True):
        left, right = read_extra(old), read_extra(new)
        for name in dict.fromkeys((*left, *right)):
            if fold(left.get(name, "")) != fold(right.get(name, "")):
                events[int(one), "changed", name, left.get(name, ""), right.get(name, "")] = None
    return events


def _named(products: pd.DataFrame) -> Iterable[tuple[int, str]]:
    names = (products["model"] + " " + products["version"]).str.strip()
    return zip(products["certificate"], names, strict=True)


def _rows(frame: pd.DataFrame) -> Sequence[tuple[object, ...]]:
    """Return a frame's rows as tuples of Python's own types, which is what SQLite takes."""
    return list(zip(*(frame[column].tolist() for column in frame), strict=True))
