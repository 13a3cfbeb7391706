"""A new edition from a page: named, compared, expected of, and stored in the user's data folder."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from checker.errors import DataError, UsageError
from checker.loader.checks import write_whole
from checker.loader.chinese import fold
from checker.loader.comparison import Change, compare_rows, rows_of
from checker.loader.directory import Category, Directory
from checker.loader.edition_files import encode_edition
from checker.loader.editions import EDITION_FILE, find_editions, load_directory
from checker.loader.expectations import expect_edition, expect_kept
from checker.loader.pages import Page, make_edition
from checker.loader.places import editions_folder
from checker.messages import Remark

NAME = re.compile(r"[0-9A-Za-z\u3400-\u9fff][\w.\-]{0,39}")


@dataclass(frozen=True)
class Origin:
    """Where a page was had and who vouches for it.

    Attributes:
        source: The file or address.
        by: Who compared or stored.
        on: When.
    """

    source: str
    by: str
    on: date


@dataclass(frozen=True)
class Update:
    """A new edition, not stored yet.

    Attributes:
        directory: The edition.
        compared_with: Name of the edition that it was compared with.
        changes: What differs.
        page: What it was read from.
    """

    directory: Directory
    compared_with: str
    changes: tuple[Change, ...]
    page: Page


def plan_update(
    page: Page, origin: Origin, *, edition: str | None, effective_from: date | None, store: Path | None
) -> Update:
    """Return the edition that a page would become, compared with the one it follows; nothing is written.

    Args:
        page: The page.
        origin: Where it was had.
        edition: Its name; default: the year of the announcement's number.
        effective_from: First day in force; default: what the announcement says.
        store: The user's data folder, when it is not the usual one.

    Raises:
        DataError: The page says no number or day and none is given, a limit cannot be read, or an expectation fails.
        UsageError: The name given cannot be the name of an edition.
    """
    name = edition or name_edition(page, store)
    if not NAME.fullmatch(name):
        raise UsageError("directory_bad_name", name=name)
    day = effective_from or page.announcement.effective_from
    if day is None:
        raise DataError("directory_undated", path=origin.source)
    digest = page.document.sha256
    facts = {"by": origin.by, "on": origin.on.isoformat(), "source": origin.source, "sha256": digest[:12]}
    stored, read = Remark("directory_provenance_stored", facts), Remark("directory_row_read", facts)
    file = f"announcement-{digest[:16]}{_suffix(page)}"
    made = make_edition(page, edition=name, effective_from=day, source=file, provenance=(stored.zh, stored.en))
    existing = find_editions(store)
    before = load_directory(name if name in existing else max(existing), store)
    directory = replace(made, categories=_name_rows(made, before, read))
    expect_edition(directory, origin.source)
    changes = compare_rows(rows_of(before), page.printed.rows)
    missing = [change.id for change in changes if change.kind == "missing"]
    same = before.edition == name or before.announcement.startswith(page.announcement.number or "?")
    expect_kept(before, missing, origin.source, same_announcement=same)
    return Update(directory, before.edition, changes, page)


def store_update(update: Update, store: Path | None = None) -> Path:
    """Write an edition and its source to the user's data folder and return its folder.

    The source lies under a name of its own content and the edition's file is put in place last, so that a stop at any moment
    leaves the edition that was there.

    Raises:
        DataError: The folder cannot be written to.
    """
    folder = editions_folder(store) / update.directory.edition
    try:
        data = update.page.document.path.read_bytes()
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / update.directory.source, data)
        write_whole(folder / EDITION_FILE, encode_edition(update.directory))
    except OSError as error:
        raise DataError("directory_unwritable", path=str(folder), detail=error.strerror or str(error)) from error
    return folder


def name_edition(page: Page, store: Path | None = None) -> str:
    """Return the name of the edition on a page: the year, with the announcement's number where the year is another's.

    Raises:
        DataError: The page says no announcement number.
    """
    said = page.announcement
    if not said.number:
        raise DataError("directory_unnamed", path=str(page.document.path))
    existing = find_editions(store)
    if said.edition in existing and not load_directory(said.edition, store).announcement.startswith(said.number):
        return f"{said.edition}-{said.number.split('第')[1].removesuffix('号')}"
    return said.edition


def _name_rows(made: Directory, before: Directory, read: Remark) -> tuple[Category, ...]:
    """Return the rows with the English names of rows of the same name before."""
    known = {fold(row.name_zh): row.name_en for row in before.categories}
    return tuple(
        replace(row, name_en=known.get(fold(row.name_zh), ""), checked=read.en, checked_zh=read.zh, is_checked=True)
        for row in made.categories
    )


def _suffix(page: Page) -> str:
    suffix = page.document.path.suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z]{2,5}", suffix) else f".{page.document.form}"
