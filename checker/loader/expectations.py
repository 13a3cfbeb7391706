"""What must hold of a source before anything rests on it, kept as data in ``directory_data/directory/expectations.toml``."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from checker.errors import DataError
from checker.loader.directory import Directory
from checker.loader.layout import layout
from checker.messages import Remark
from checker.resources import read_toml


@dataclass(frozen=True)
class Expectation:
    """What one kind of source must have.

    Attributes:
        min_rows: Fewest rows of each part, by its letter.
        max_rows: Most rows of each part.
        headings: Letters of the parts whose heading or header must be there.
        filled: Smallest share of rows with both cells filled.
        thresholds: Letters of the parts in which every row must state a limit.
        consecutive: Whether the numbers of each part must run from 1 without a gap.
        kept: Smallest share of the categories of the edition before that must still be there.
        kept_of_same_announcement: Likewise when it is the same announcement.
    """

    min_rows: dict[str, int]
    max_rows: dict[str, int]
    headings: tuple[str, ...]
    filled: float
    thresholds: tuple[str, ...]
    consecutive: bool
    kept: float
    kept_of_same_announcement: float


@cache
def expectation(kind: str) -> Expectation:
    """Return the expectation of a kind of source: ``edition`` (to be kept) or ``page`` (to be compared).

    Raises:
        DataError: The data file is missing or damaged.
    """
    read = read_toml("directory", "expectations.toml")[kind]
    return Expectation(
        min_rows=dict(read["min_rows"]),
        max_rows=dict(read["max_rows"]),
        headings=tuple(read["headings"]),
        filled=float(read["filled"]),
        thresholds=tuple(read["thresholds"]),
        consecutive=bool(read["consecutive"]),
        kept=float(read["kept"]),
        kept_of_same_announcement=float(read["kept_of_same_announcement"]),
    )


def expect_edition(directory: Directory, path: str) -> None:
    """Let an edition pass or refuse it.

    Raises:
        DataError: An expectation of kind ``edition`` fails; the sentence says which.
    """
    rows = [(row.id, row.name_zh, row.scope_zh) for row in directory.categories]
    expected = expectation("edition")
    failures = find_failures(rows, expected)
    failures += [
        Remark("directory_expects_limit", {"id": row.id})
        for row in directory.categories
        if row.id[0] in expected.thresholds and not row.thresholds
    ]
    if failures:
        raise DataError("directory_unexpected", path=path, **word_failures(failures))


def expect_kept(before: Directory, missing: Sequence[str], path: str, *, same_announcement: bool) -> None:
    """Let a new edition pass or refuse it for the categories that it no longer has.

    Args:
        before: The edition that it follows or replaces.
        missing: Ids of that edition's categories that are not there any more.
        path: Where the new edition comes from.
        same_announcement: Whether both are of one announcement.

    Raises:
        DataError: More are missing than expected.
    """
    expected = expectation("edition")
    kept = len(before.categories) - len(missing)
    share = expected.kept_of_same_announcement if same_announcement else expected.kept
    if kept < share * len(before.categories):
        facts = {
            "edition": before.edition,
            "kept": str(kept),
            "rows": str(len(before.categories)),
            "ids": ", ".join(missing),
        }
        raise DataError("directory_unexpected", path=path, **word_failures([Remark("directory_expects_kept", facts)]))


def find_failures(rows: Sequence[tuple[str, str, str]], expected: Expectation) -> list[Remark]:
    """Return what rows (id, name, scope) lack of what is expected; nothing when all holds."""
    failures: list[Remark] = []
    for part in expected.min_rows:
        numbers = [int(identifier[1:]) for identifier, _, _ in rows if identifier[0] == part]
        least, most = expected.min_rows[part], expected.max_rows[part]
        gaps = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
        if not least <= len(numbers) <= most:
            facts = {"part": layout().parts[part][0], "rows": str(len(numbers)), "least": str(least), "most": str(most)}
            failures.append(Remark("directory_expects_rows", facts))
        elif expected.consecutive and gaps:
            ids = ", ".join(f"{part}{number:02d}" for number in gaps)
            failures.append(Remark("directory_expects_consecutive", {"ids": ids}))
    empty = [identifier for identifier, name, scope in rows if not (name.strip() and scope.strip())]
    if len(empty) > (1 - expected.filled) * len(rows):
        failures.append(Remark("directory_expects_filled", {"ids": ", ".join(empty)}))
    return failures


def word_failures(failures: Sequence[Remark]) -> dict[str, str]:
    """Return failures as facts of an error in both languages: ``failures_zh`` and ``failures_en``."""
    return {
        "failures_zh": "；".join(failure.zh for failure in failures),
        "failures_en": "; ".join(failure.en for failure in failures),
    }
