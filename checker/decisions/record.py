"""Decisions on record in the store: appended with where they came from, superseded or revoked by later records, never changed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from checker.decisions.decision import Decision, Kind
from checker.decisions.reading import fold_text, identify_file, read_decisions
from checker.errors import UsageError
from checker.loader.places import store_path
from checker.loader.store import change, open_store, store_exists, view

if TYPE_CHECKING:
    import sqlite3

FIELDS = (
    "kind", "manufacturer", "model", "version", "categories", "edition", "reason", "decided_by", "until", "certificate",
    "sku",
)  # fmt: skip
"""Columns of a decision as written down; two records never agree in all of them."""

Standing = Literal["in_force", "superseded", "revoked"]


@dataclass(frozen=True)
class Record:
    """One decision on record.

    Attributes:
        decision: With its ``number`` in the store.
        file: Name of the file it came from.
        sha256: Of that file.
        recorded: When it was taken in, ISO text in UTC.
        standing: ``in_force`` until a later decision about the same product supersedes it or a person revokes it.
        superseded_by: Number of that later decision, else None.
        revoked: When it was revoked, ``""`` when it was not.
        revoked_by: By whom.
        revoked_reason: Why.
    """

    decision: Decision
    file: str
    sha256: str
    recorded: str
    standing: Standing = "in_force"
    superseded_by: int | None = None
    revoked: str = ""
    revoked_by: str = ""
    revoked_reason: str = ""


@dataclass(frozen=True)
class Intake:
    """What taking in a file did.

    Attributes:
        found: Decisions in the file.
        recorded: Those that are new, with their numbers.
        superseded: Records that they supersede.
        known: Records with the same words as a decision of the file, so that nothing was added; some may no longer be in force.
    """

    found: int
    recorded: tuple[Decision, ...]
    superseded: tuple[Record, ...]
    known: tuple[Record, ...]


def record_decisions(path: Path, store: Path | None = None) -> Intake:
    """Take the decisions of a file into the store, all or none; one that is on record word for word is not added again.

    Args:
        path: A filled-in attention sheet or any table of decisions.
        store: The store's file, made where there is none; default: see :func:`~checker.loader.places.store_path`.

    Raises:
        ConfigurationError: The file is wrong; nothing is recorded (exit code 68).
        DataError: The store cannot be opened or written.
    """
    decisions = read_decisions(path)
    digest = identify_file(path).sha256
    with open_store(store_path(store), create=True) as connection, change(connection):
        before = _read(connection)
        known = {_words_of(one.decision): one for one in before}
        new = tuple(one for one in decisions if _words_of(one) not in known)
        recorded = _append(connection, path.name, digest, new) if new else ()
        after = {one.decision.number: one for one in _read(connection)}
    numbers = {one.number for one in recorded}
    return Intake(
        found=len(decisions),
        recorded=recorded,
        superseded=tuple(
            one for one in after.values() if one.superseded_by in numbers and one.standing == "superseded"
        ),
        known=tuple(known[_words_of(one)] for one in decisions if _words_of(one) in known),
    )


def load_decisions(store: Path | None = None) -> tuple[Decision, ...]:
    """Return the decisions in force in the store, expired ones included; none where there is no store.

    Raises:
        DataError: The store is damaged, of a newer program, or in use for too long.
    """
    return tuple(one.decision for one in list_records(store) if one.standing == "in_force")


def gather_decisions(path: Path | None, store: Path | None = None) -> tuple[Decision, ...]:
    """Return the decisions that a check goes by: those of its file, if any, and those in force in the store.

    Raises:
        ConfigurationError: The file is wrong.
        DataError: The store is damaged, of a newer program, or in use for too long.
    """
    return (*(read_decisions(path) if path else ()), *load_decisions(store))


def list_records(store: Path | None = None) -> tuple[Record, ...]:
    """Return every decision ever recorded, in the order of their numbers.

    Raises:
        DataError: The store is damaged, of a newer program, or in use for too long.
    """
    path = store_path(store)
    if not store_exists(path):
        return ()
    with open_store(path) as connection, view(connection):
        return _read(connection)


def revoke_decision(number: int, *, by: str, reason: str, store: Path | None = None) -> Record:
    """Put on record that a decision no longer counts; what it superseded does not come back.

    Raises:
        UsageError: There is no such decision, or it is not in force.
        DataError: There is no store, or it cannot be written.
    """
    with open_store(store_path(store)) as connection, change(connection):
        found = next((one for one in _read(connection) if one.decision.number == number), None)
        if found is None:
            raise UsageError("decide_no_such", number=number)
        if found.standing != "in_force":
            raise UsageError("decide_not_in_force", number=number)
        connection.execute(
            "INSERT INTO revocations (decision_id, recorded_at, revoked_by, reason) VALUES (?, ?, ?, ?)",
            (number, _now(), by, reason),
        )
        return next(one for one in _read(connection) if one.decision.number == number)


def _append(
    connection: "sqlite3.Connection", name: str, digest: str, decisions: Iterable[Decision]
) -> tuple[Decision, ...]:
    file = connection.execute(
        "INSERT INTO decision_files (name, sha256, recorded_at) VALUES (?, ?, ?)", (name, digest, _now())
    ).lastrowid
    names = ", ".join(("file_id", *FIELDS, "place"))
    marks = ", ".join("?" * (len(FIELDS) + 2))
    return tuple(
        replace(
            one,
            number=connection.execute(
                f"INSERT INTO decisions ({names}) VALUES ({marks})",  # noqa: S608 - names of columns only
                (file, *_words_of(one), one.place),
            ).lastrowid,
        )
        for one in decisions
    )


def _read(connection: "sqlite3.Connection") -> tuple[Record, ...]:
    """Return every record with its standing."""
    query = f"""
        SELECT d.id, {", ".join(f"d.{name}" for name in FIELDS)}, d.place, f.name, f.sha256, f.recorded_at,
               coalesce(r.recorded_at, ''), coalesce(r.revoked_by, ''), coalesce(r.reason, '')
        FROM decisions d JOIN decision_files f ON f.id = d.file_id LEFT JOIN revocations r ON r.decision_id = d.id
        ORDER BY d.id"""  # noqa: S608 - names of columns only
    records: list[Record] = []
    for row in connection.execute(query):
        number, kind, maker, model, version, categories, edition, reason, by, until, certificate, sku, place = row[:13]
        decision = Decision(
            kind=cast("Kind", kind),
            manufacturer=maker,
            model=model,
            version=version,
            categories=tuple(categories.split()),
            edition=edition,
            reason=reason,
            by=by,
            until=date.fromisoformat(until),
            certificate=certificate,
            place=place,
            sku=sku,
            number=number,
        )
        file, digest, recorded, revoked, revoked_by, why = row[13:]
        standing: Standing = "revoked" if revoked else "in_force"
        records.append(Record(decision, file, digest, recorded, standing, None, revoked, revoked_by, why))
    return _find_superseded(records)


def _find_superseded(records: list[Record]) -> tuple[Record, ...]:
    """Return the records with those marked that a later one about the same product, in at least the same categories, supersedes."""
    settled: list[Record] = []
    later: dict[tuple[str, ...], list[Decision]] = {}
    for one in reversed(records):
        others = later.setdefault(_product_of(one.decision), [])
        newer = [other for other in others if set(one.decision.categories) <= set(other.categories)]
        if newer:
            standing: Standing = "superseded" if one.standing == "in_force" else one.standing
            settled.append(replace(one, standing=standing, superseded_by=newer[-1].number))
        else:
            settled.append(one)
        others.append(one.decision)
    return tuple(reversed(settled))


def _product_of(decision: Decision) -> tuple[str, ...]:
    texts = (decision.manufacturer, decision.model, decision.version, decision.edition, decision.sku)
    return tuple(map(fold_text, texts))


def _words_of(decision: Decision) -> tuple[str, ...]:
    """Return a decision's texts in the order of :data:`FIELDS`."""
    return (
        decision.kind, decision.manufacturer, decision.model, decision.version, " ".join(decision.categories), decision.edition,
        decision.reason, decision.by, decision.until.isoformat(), decision.certificate, decision.sku,
    )  # fmt: skip


def _now() -> str:
    return datetime.now(tz=UTC).isoformat(timespec="seconds")
