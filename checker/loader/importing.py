"""Bringing lists into the store: read, judged against what is expected of them, and recorded, all of them or none."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd

from checker import __version__
from checker.errors import DataError, UsageError
from checker.loader.addresses import known_sources
from checker.loader.ages import load_overlap_share
from checker.loader.demands import Demand, check_list, check_loss, demand_of
from checker.loader.fetching import FetchLimits, fetch, is_address
from checker.loader.lists import read_list
from checker.loader.places import snapshot_folder
from checker.loader.recording import Changes, plan_changes, record_changes
from checker.loader.register import RegisterSource
from checker.loader.snapshots import Snapshot, copy_file
from checker.loader.store import change, open_store, store_exists, view

DEFAULT_KIND = "list"


@dataclass(frozen=True)
class ImportRequest:
    """What to import, and how.

    Attributes:
        items: Files and addresses.
        store: The store's file.
        name: Name of the source; default: the address, or the file's name.
        names: Names of sources by item, where they differ.
        kind: Kind of list; default: as the source was imported before, else ``list``.
        retrieved: Day on which the files were had from their publisher; default: the day they were last changed.
        offline: Use the last snapshot of an address.
        accept_loss: Record a newer list even when it lacks more certificates than expected.
        limits: Bounds of downloads; default: those of the data file.
    """

    items: Sequence[str]
    store: Path
    name: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    kind: str | None = None
    retrieved: date | None = None
    offline: bool = False
    accept_loss: bool = False
    limits: FetchLimits | None = None


@dataclass(frozen=True)
class Overlap:
    """Another source that has ``shared`` of a new source's ``numbers`` certificate numbers."""

    name: str
    shared: int
    numbers: int


@dataclass(frozen=True)
class ImportResult:
    """What became of one list.

    Attributes:
        source: The list as read, under the name of its source.
        kind: Kind of list.
        changes: What it changed in the store.
        is_first: Whether nothing was stored of this source before.
        is_unchanged: Whether the store had these bytes already.
        snapshot: The snapshot it was read from; None for a file whose bytes were stored already.
        overlap: Another source with largely the same certificates, when this one is new.
    """

    source: RegisterSource
    kind: str
    changes: Changes
    is_first: bool
    is_unchanged: bool
    snapshot: Snapshot | None
    overlap: Overlap | None = None


@dataclass(frozen=True)
class _ReadList:
    """One list, read and found as expected."""

    path: Path
    source: RegisterSource
    entries: pd.DataFrame
    demand: Demand
    snapshot: Snapshot | None


def import_lists(request: ImportRequest) -> tuple[ImportResult, ...]:
    """Import lists into a store in one transaction, of each source the oldest first.

    Returns:
        One result per list, in the order in which they were recorded.

    Raises:
        DataError: A list cannot be had or read, fails an expectation, or is older than the one stored; nothing is changed.
        UsageError: The kind is unknown, a day lies in the future, or several lists of one source have the same day.
    """
    lists = sorted(
        (_read(item, request) for item in request.items), key=lambda one: (one.source.name, one.source.retrieved)
    )
    _refuse_same_day(lists)
    with open_store(request.store, create=True) as connection, change(connection):
        return tuple(_record(connection, one, request) for one in lists)


def _read(item: str, request: ImportRequest) -> _ReadList:
    """Read one file or address and judge it."""
    snapshot = None
    if is_address(item):
        folder = snapshot_folder(request.store)
        snapshot = fetch(item, folder=folder, offline=request.offline, limits=request.limits)
    path = snapshot.path if snapshot else Path(item)
    source, entries = read_list(path)
    retrieved = request.retrieved or (snapshot.confirmed.date() if snapshot else source.retrieved)
    if retrieved > datetime.now(tz=UTC).date() + timedelta(days=1):
        raise UsageError("store_future", name=item, day=retrieved)
    source = replace(
        source,
        name=request.names.get(item) or request.name or (item if snapshot else source.name),
        retrieved=retrieved,
    )
    kind = request.kind or _known_kind(request.store, source.name, item)
    demand = demand_of(kind)
    check_list(path, source, entries, demand)
    return _ReadList(path, source, entries, demand, snapshot)


def _known_kind(store: Path, name: str, address: str) -> str:
    """Return the kind under which a source is stored, or is known to publish."""
    if store_exists(store):
        with open_store(store) as connection, view(connection):
            stored = connection.execute("SELECT kind FROM sources WHERE name = ?", (name,)).fetchone()
            if stored:
                return str(stored[0])
    return next((known.kind for known in known_sources() if address in (known.address, known.name)), DEFAULT_KIND)


def _refuse_same_day(lists: Sequence[_ReadList]) -> None:
    days = [(one.source.name, one.source.retrieved) for one in lists]
    for name, day in days:
        if days.count((name, day)) > 1:
            raise UsageError("store_same_day", name=name, day=day)


def _record(connection: sqlite3.Connection, one: _ReadList, request: ImportRequest) -> ImportResult:
    """Record one list within the transaction; the same bytes read by the same program only confirm what is stored."""
    source, kind = one.source, one.demand.kind
    stored = connection.execute(
        """SELECT s.id, i.id, i.confirmed, i.sha256, i.program FROM sources s JOIN imports i ON i.id = s.current_import
           WHERE s.name = ?""",
        (source.name,),
    ).fetchone()
    day = source.retrieved.isoformat()
    has_bytes = bool(stored) and stored[3] == source.sha256
    if has_bytes and stored[4] == __version__:
        connection.execute("UPDATE imports SET confirmed = max(confirmed, ?) WHERE id = ?", (day, stored[1]))
        connection.execute("UPDATE sources SET kind = ?, retired = '' WHERE id = ?", (kind, stored[0]))
        return ImportResult(source, kind, Changes(), is_first=False, is_unchanged=True, snapshot=one.snapshot)
    if stored and not has_bytes and day < stored[2]:
        raise DataError("store_older", name=source.name, day=day, stored=stored[2])
    snapshot = one.snapshot or _keep_file(one, request)
    source_id = int(stored[0]) if stored else _add_source(connection, source.name, kind, snapshot.address)
    plan = plan_changes(connection, source_id, one.entries)
    if not request.accept_loss:
        check_loss(source.name, plan.listed, len(plan.lost), one.demand)
    number = _add_import(connection, source_id, one, snapshot, max(day, stored[2]) if has_bytes else day)
    changes = record_changes(connection, source_id, number, plan)
    connection.execute(
        "UPDATE sources SET current_import = ?, kind = ?, address = ?, retired = '' WHERE id = ?",
        (number, kind, snapshot.address, source_id),
    )
    overlap = None if stored else _find_overlap(connection, source_id)
    return ImportResult(
        source, kind, changes, is_first=not stored, is_unchanged=False, snapshot=snapshot, overlap=overlap
    )


def _keep_file(one: _ReadList, request: ImportRequest) -> Snapshot:
    """Copy a local file into the snapshots; its bytes must still be those that were read."""
    when = datetime.combine(one.source.retrieved, datetime.min.time(), tzinfo=UTC)
    snapshot = copy_file(one.path, snapshot_folder(request.store), retrieved=when)
    if snapshot.sha256 != one.source.sha256:
        raise DataError("store_file_changed", path=str(one.path))
    return snapshot


def _add_source(connection: sqlite3.Connection, name: str, kind: str, address: str) -> int:
    added = connection.execute("INSERT INTO sources (name, kind, address) VALUES (?, ?, ?)", (name, kind, address))
    return int(added.lastrowid or 0)


def _add_import(
    connection: sqlite3.Connection, source_id: int, one: _ReadList, snapshot: Snapshot, confirmed: str
) -> int:
    source = one.source
    added = connection.execute(
        """INSERT INTO imports (source_id, address, retrieved, confirmed, imported_at, sha256, snapshot, entries, rows_read,
                                unknown_columns, program)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            source_id,
            snapshot.final_address,
            source.retrieved.isoformat(),
            confirmed,
            datetime.now(tz=UTC).isoformat(timespec="seconds"),
            source.sha256,
            snapshot.path.name,
            source.entries,
            source.rows_read,
            "\n".join(text.replace("\n", " ") for text in source.unknown_columns),
            __version__,
        ),
    )
    number = int(added.lastrowid or 0)
    connection.executemany(
        "INSERT INTO set_aside (import_id, place, reason) VALUES (?, ?, ?)",
        [(number, place, reason) for place, reason in source.set_aside],
    )
    return number


def _find_overlap(connection: sqlite3.Connection, source_id: int) -> Overlap | None:
    """Return another source that has so many of a new source's numbers that it may be an older list of the same."""
    own = "SELECT DISTINCT number FROM certificates WHERE source_id = ? AND number <> ''"
    numbers = connection.execute(f"SELECT count(*) FROM ({own})", (source_id,)).fetchone()[0]  # noqa: S608 - no values
    found = connection.execute(
        f"""SELECT s.name, count(DISTINCT c.number) AS shared FROM certificates c JOIN sources s ON s.id = c.source_id
            WHERE c.source_id <> ? AND s.retired = '' AND c.number IN ({own}) GROUP BY s.name ORDER BY shared DESC, s.name LIMIT 1""",  # noqa: S608
        (source_id, source_id),
    ).fetchone()
    if found and found[1] >= load_overlap_share() * numbers:
        return Overlap(found[0], found[1], numbers)
    return None
