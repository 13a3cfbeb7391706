"""What must hold of a source before anything rests on it, kept as data in ``directory_data/directory/expectations.toml``."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from checker.errors import DataError
from checker.loader.directory import Directory
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
    """

    min_rows: dict[str, int]
    max_rows: dict[str, int]
    headings: tuple[str, ...]
    filled: float
    thresholds: tuple[str, ...]
    consecutive: bool


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
    )


def expect_edition(directory: Directory, path: str) -> None:
    """Let an edition pass or refuse it.

    Raises:
        DataError: An expectation of kind ``edition`` fails; the sentence says which.
    """
    rows = [(row.id, row.name_zh, row.scope_zh) for row in directory.categories]
    failures = find_failures(rows, expectation("edition"))
    limits = expectation("edition").thresholds
    failures += [
        f"{row.id} states no limit / 未写明限值"
        for row in directory.categories
        if row.id[0] in limits and not row.thresholds
    ]
    if failures:
        raise DataError("directory_unexpected", path=path, failures="; ".join(failures))


def find_failures(rows: Sequence[tuple[str, str, str]], expected: Expectation) -> list[str]:
    """Return what rows (id, name, scope) lack of what is expected, in words; nothing when all holds."""
    failures: list[str] = []
    for part in expected.min_rows:
        numbers = [int(identifier[1:]) for identifier, _, _ in rows if identifier[0] == part]
        least, most = expected.min_rows[part], expected.max_rows[part]
        if not least <= len(numbers) <= most:
            failures.append(
                f"{part}: {len(numbers)} rows, expected {least} to {most} / {len(numbers)} 行，应为 {least}–{most} 行"
            )
        elif expected.consecutive and numbers != list(range(1, len(numbers) + 1)):
            missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
            gaps = ", ".join(f"{part}{number:02d}" for number in missing)
            failures.append(f"{gaps} missing / 缺 {gaps}")
    filled = sum(bool(name.strip() and scope.strip()) for _, name, scope in rows)
    if rows and filled < expected.filled * len(rows):
        failures.append(f"{len(rows) - filled} rows with an empty cell / {len(rows) - filled} 行有空单元格")
    return failures
