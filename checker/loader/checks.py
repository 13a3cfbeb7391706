"""Records that rows of an edition were found equal to a page: who, when, which source."""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from checker.errors import DataError
from checker.loader.directory import Category, Directory
from checker.loader.places import checks_folder
from checker.messages import Remark


@dataclass(frozen=True)
class Check:
    """One comparison of an edition with a page.

    Attributes:
        edition: Which edition.
        edition_sha256: Of the edition's own source at that time; a check of another text counts for nothing.
        rows: Ids of the rows found equal.
        by: Who compared.
        on: When, ISO date.
        source: The file or address compared with.
        sha256: Of that file.
    """

    edition: str
    edition_sha256: str
    rows: tuple[str, ...]
    by: str
    on: str
    source: str
    sha256: str


def read_checks(store: Path | None = None) -> tuple[Check, ...]:
    """Return the recorded checks, oldest first.

    Raises:
        DataError: A record is damaged.
    """
    folder = checks_folder(store)
    checks = [_read_check(path) for path in sorted(folder.glob("*.json"))] if folder.is_dir() else []
    return tuple(sorted(checks, key=lambda check: check.on))


def _read_check(path: Path) -> Check:
    try:
        entry = json.loads(path.read_bytes())
        date.fromisoformat(entry["on"])
        return Check(**{**entry, "rows": tuple(entry["rows"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DataError("data_damaged", path=str(path), detail=f"{type(error).__name__}: {error}") from error


def record_check(check: Check, store: Path | None = None) -> Path:
    """Write a check to a file of its own in the user's data folder and return it; it appears whole or not at all.

    The same check recorded twice is one file; two programs at once do not undo each other's.

    Raises:
        DataError: The folder cannot be written to.
    """
    folder = checks_folder(store)
    data = json.dumps(asdict(check), ensure_ascii=False, indent=1).encode() + b"\n"
    path = folder / f"{check.on}-{check.edition}-{hashlib.sha256(data).hexdigest()[:16]}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        raise DataError("directory_unwritable", path=str(folder), detail=error.strerror or str(error)) from error
    return path


def apply_checks(directory: Directory, store: Path | None = None) -> Directory:
    """Return an edition whose rows count as checked where a record says so; the latest record is named."""
    checks = [
        check
        for check in read_checks(store)
        if check.edition == directory.edition and check.edition_sha256 == directory.sha256
    ]
    latest = {row: check for check in checks for row in check.rows}
    if not latest:
        return directory
    categories = tuple(_mark(row, latest[row.id]) if row.id in latest else row for row in directory.categories)
    return replace(directory, categories=categories)


def _mark(row: Category, check: Check) -> Category:
    """Return a row as checked, the record added to what was known before."""
    facts = {"source": check.source, "sha256": check.sha256[:12], "by": check.by, "on": check.on}
    record = Remark("directory_check_recorded", facts)
    return replace(
        row,
        checked="; ".join(filter(None, (row.checked, record.en))),
        checked_zh="；".join(filter(None, (row.checked_zh, record.zh))),
        is_checked=True,
    )


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it appears whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def all_rows(directory: Directory) -> tuple[str, ...]:
    """Return the ids of all rows of an edition."""
    return tuple(row.id for row in directory.categories)
