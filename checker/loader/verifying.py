"""Is a page the Directory as it is kept? Compared row by row, and recorded when asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.loader.checks import Check, all_rows, record_check
from checker.loader.comparison import Change, compare_rows, rows_of
from checker.loader.directory import Directory
from checker.loader.pages import Page, read_page
from checker.loader.updating import Origin


@dataclass(frozen=True)
class Verification:
    """A page compared with an edition.

    Attributes:
        directory: The edition.
        page: The page.
        changes: What differs; empty when they are equal.
    """

    directory: Directory
    page: Page
    changes: tuple[Change, ...]

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return not self.changes

    @property
    def is_own_source(self) -> bool:
        """Whether the page is the very file that the edition was made from, which vouches for nothing."""
        return self.page.document.sha256 == self.directory.sha256

    @property
    def ids(self) -> Sequence[str]:
        """The categories that differ."""
        return tuple(dict.fromkeys(change.id for change in self.changes))


def verify_page(path: Path, directory: Directory) -> Verification:
    """Compare a page with an edition.

    Raises:
        DataError: The page cannot be read or is no Chinese copy of the Directory.
    """
    page = read_page(path)
    return Verification(directory, page, compare_rows(rows_of(directory), page.printed.rows))


def record_verification(verification: Verification, origin: Origin, store: Path | None = None) -> Path:
    """Record that every row was found equal; from then on rows count as checked. Returns the file of records."""
    directory = verification.directory
    return record_check(
        Check(
            edition=directory.edition,
            edition_sha256=directory.sha256,
            rows=all_rows(directory),
            by=origin.by,
            on=origin.on.isoformat(),
            source=origin.source,
            sha256=verification.page.document.sha256,
        ),
        store,
    )
