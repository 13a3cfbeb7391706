"""Editions of the Directory: made from saved pages, kept as data files, loaded with their provenance."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from checker.errors import DataError
from checker.loader.checks import apply_checks
from checker.loader.directory import Category, Directory
from checker.loader.edition_files import decode_edition, read_facts
from checker.loader.expectations import expect_edition
from checker.loader.places import editions_folder
from checker.resources import data_path

EDITION_FILE = "edition.json"
SHIPPED_EDITION = "2023"


def load_directory(edition: str, store: Path | None = None) -> Directory:
    """Return one edition of the Directory, with the checks of its rows that were recorded in the user's data folder.

    Args:
        edition: Name of a shipped edition (``2023``, ``2017``) or of one stored by ``checker directory update``, which goes before
            a shipped one of the same name.
        store: The user's data folder, when it is not the usual one.

    Raises:
        DataError: There is no such edition, its files are damaged, or its source is not the one it was made from.
    """
    folders = find_editions(store)
    if edition not in folders:
        raise DataError("directory_unknown_edition", edition=edition, editions=", ".join(sorted(folders, reverse=True)))
    directory = read_edition(folders[edition])
    others = [read_head(folder) for name, folder in folders.items() if name != edition]
    return apply_checks(replace(directory, effective_to=last_day(directory, others)), store)


def find_editions(store: Path | None = None) -> dict[str, Path]:
    """Return the folders of all editions by name; a stored one replaces the shipped one of its name."""
    shipped = data_path("directory")
    folders = [
        path.parent for root in (shipped, editions_folder(store)) for path in sorted(root.glob(f"*/{EDITION_FILE}"))
    ]
    return {folder.name: folder for folder in folders}


def find_in_force(day: date, store: Path | None = None) -> str | None:
    """Return the name of the edition that was or is in force on a day, None before the first."""
    heads = [read_head(folder) for folder in find_editions(store).values()]
    begun = [head for head in heads if head.effective_from <= day]
    return max(begun, key=lambda head: (head.effective_from, head.edition)).edition if begun else None


def choose_edition(day: date, store: Path | None = None) -> str:
    """Return the edition to check by on a day when none is asked for: the shipped one in force today, or a newer one stored.

    Earlier editions are never taken unasked: a line without a date would be judged by a list long replaced.
    """
    in_force = find_in_force(day, store)
    heads = {name: read_head(folder) for name, folder in find_editions(store).items()}
    later = in_force is not None and heads[in_force].effective_from > heads[SHIPPED_EDITION].effective_from
    return in_force if in_force and later else SHIPPED_EDITION


def read_edition(folder: Path) -> Directory:
    """Return the edition of one folder; its last day in force is not known here.

    Raises:
        DataError: A file is missing or damaged, the source has another sha256, or an expectation fails.
    """
    directory = _decode(folder / EDITION_FILE)
    source = folder / directory.source
    try:
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
    except OSError as error:
        raise DataError("data_missing", path=str(source)) from error
    if digest != directory.sha256:
        raise DataError("directory_source_differs", path=str(source), edition=directory.edition)
    expect_edition(directory, str(folder / EDITION_FILE))
    facts = read_facts(folder)
    return replace(
        directory,
        categories=tuple(_add_facts(category, facts.get(category.id, {})) for category in directory.categories),
    )


def read_head(folder: Path) -> Directory:
    """Return an edition without looking at its source, e.g. to see what it repeals."""
    return _decode(folder / EDITION_FILE)


def last_day(directory: Directory, others: Iterable[Directory]) -> date | None:
    """Return the last day on which an edition was in force: the day before the first that repeals it or is newer."""
    ends = [
        other.effective_from - timedelta(days=1)
        for other in others
        if other.effective_from > directory.effective_from
        or any(directory.announcement.startswith(number) for number in other.repeals)
    ]
    return min(ends, default=directory.effective_to)


def _decode(path: Path) -> Directory:
    try:
        return _decode_bytes(path.read_bytes(), str(path))
    except OSError as error:
        raise DataError("data_missing", path=str(path)) from error


@cache
def _decode_bytes(data: bytes, path: str) -> Directory:
    return decode_edition(data, path)


def _add_facts(category: Category, facts: dict[str, Any]) -> Category:
    if not facts:
        return category
    return replace(
        category,
        name_en=facts["name_en"],
        checked=facts["checked_en"],
        checked_zh=facts["checked_zh"],
        is_checked=facts["is_checked"] == "yes",
    )
