"""Records that rows of an edition were found equal to a page: who, when, which source."""

import json
import os
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from checker.errors import DataError
from checker.loader.directory import Directory
from checker.loader.folder import checks_file


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
        DataError: The file is damaged.
    """
    path = checks_file(store)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError("data_damaged", path=str(path), detail=str(error)) from error
    try:
        checks = tuple(Check(**{**entry, "rows": tuple(entry["rows"])}) for entry in json.loads(text))
        for check in checks:
            date.fromisoformat(check.on)
    except (ValueError, TypeError, KeyError) as error:
        raise DataError("data_damaged", path=str(path), detail=str(error)) from error
    return checks


def record_check(check: Check, store: Path | None = None) -> Path:
    """Add a check to the user's data folder and return the file; it appears whole or not at all."""
    checks = [*read_checks(store), check]
    path = checks_file(store)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps([asdict(entry) for entry in checks], ensure_ascii=False, indent=1).encode() + b"\n")
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
    categories = tuple(
        replace(row, checked=_word(latest[row.id], row.checked), is_checked=True) if row.id in latest else row
        for row in directory.categories
    )
    return replace(directory, categories=categories)


def _word(check: Check, before: str) -> str:
    record = f"found equal to {check.source} (sha256 {check.sha256[:12]}…) by {check.by} on {check.on}"
    return f"{before}; {record}" if before else record


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
