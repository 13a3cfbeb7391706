"""A page with the Directory on it, in any form: read, and refused with the reason where it is something else."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from checker.errors import DataError
from checker.loader.announcement import Announcement, parse_announcement
from checker.loader.chinese import is_chinese
from checker.loader.directory import Category, Directory
from checker.loader.edition_files import read_source
from checker.loader.expectations import expectation, find_failures, word_failures
from checker.loader.layout import layout
from checker.loader.printed import PrintedDirectory, read_rows
from checker.loader.thresholds import UnreadThresholdError, parse_thresholds
from checker.messages import Remark
from checker.tables.blocks import Block, Paragraph
from checker.tables.document import Document, read_document
from checker.tables.sheet import UnreadableTableError


@dataclass(frozen=True)
class Page:
    """A document that prints the Directory.

    Attributes:
        document: The file it was read from.
        printed: Its rows.
        announcement: What its running text says.
    """

    document: Document
    printed: PrintedDirectory
    announcement: Announcement


def read_page(path: Path) -> Page:
    """Read the Directory from a page or file.

    Raises:
        DataError: The file cannot be read, is an English re-post, or is no copy of the Directory; the sentence says what
            was missing.
    """
    try:
        document = read_document(path)
    except UnreadableTableError as error:
        raise DataError(error.code, **error.facts) from error
    printed = read_rows(document.blocks)
    words = count_english(document.blocks)
    chinese = sum(any(map(is_chinese, row.name)) for row in printed.rows)
    if words >= layout().english_fewest and chinese * 2 <= len(printed.rows):
        raise DataError("directory_english", path=str(path))
    failures = find_missing(printed)
    if failures:
        raise DataError("directory_unrelated", path=str(path), **word_failures(failures))
    return Page(document, printed, parse_announcement(printed.lines))


def find_missing(printed: PrintedDirectory) -> list[Remark]:
    """Return what a document lacks to be a copy of the Directory."""
    expected = expectation("page")
    parts = {row.id[0] for row in printed.rows} | printed.headings
    missing = [
        Remark("directory_expects_heading", {"heading": layout().parts[part][0]})
        for part in expected.headings
        if part not in parts
    ]
    return missing + find_failures([(row.id, row.name, row.scope) for row in printed.rows], expected)


def count_english(blocks: tuple[Block, ...]) -> int:
    """Return how many of the words that tell an English re-post a document has."""
    texts = [
        block.text if isinstance(block, Paragraph) else " ".join(map(str, block.cells.to_numpy().ravel()))
        for block in blocks
    ]
    plain = unicodedata.normalize("NFKC", " ".join(texts)).lower()
    return sum(word in plain for word in layout().english_words)


def make_edition(
    page: Page, *, edition: str, effective_from: date, source: str, provenance: tuple[str, str]
) -> Directory:
    """Return the edition that a page prints.

    Args:
        page: The page.
        edition: Name of the edition.
        effective_from: First day in force.
        source: Name of the saved file.
        provenance: Where it comes from, in Chinese and English.

    Raises:
        DataError: A row has a comparison sign but its limits cannot be read.
    """
    said = page.announcement
    issued = f"（{said.issued_on.year}年{said.issued_on.month}月{said.issued_on.day}日）" if said.issued_on else ""
    return Directory(
        edition=edition,
        announcement=f"{said.number}{issued}",
        issued_by=said.issued_by,
        effective_from=effective_from,
        effective_to=None,
        source=source,
        sha256=page.document.sha256,
        categories=make_categories(page.printed, str(page.document.path)),
        issued_on=said.issued_on,
        repeals=said.repeals,
        provenance_zh=provenance[0],
        provenance_en=provenance[1],
    )


def make_categories(printed: PrintedDirectory, path: str) -> tuple[Category, ...]:
    """Return rows as categories, limits parsed; English names and checks are not known here."""
    categories: list[Category] = []
    for row in printed.rows:
        try:
            thresholds = parse_thresholds(row.scope)
        except UnreadThresholdError as error:
            raise DataError("directory_limit_unread", path=path, id=row.id, text=str(error)) from error
        categories.append(Category(row.id, row.name, "", row.scope, thresholds, "", is_checked=False))
    return tuple(categories)


def build_edition(folder: Path) -> Directory:
    """Return the edition of a folder made anew from its saved page and ``source.toml``.

    Raises:
        DataError: The page cannot be read or says no date.
    """
    source = read_source(folder)
    page = read_page(folder / source["file"])
    if page.announcement.effective_from is None:
        raise DataError("directory_undated", path=str(folder / source["file"]))
    return make_edition(
        page,
        edition=folder.name,
        effective_from=page.announcement.effective_from,
        source=source["file"],
        provenance=(source["zh"], source["en"]),
    )
