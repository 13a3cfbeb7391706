"""How old a list may be before a report warns, from ``directory_data/register/age.toml``."""

from datetime import date
from typing import TYPE_CHECKING

from checker.resources import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checker.loader.register import RegisterSource


def load_old_after_days() -> int:
    """Return from how many days on a list counts as old.

    Raises:
        DataError: The data file is missing or damaged.
    """
    return int(read_toml("register", "age.toml")["old_after_days"])


def load_overlap_share() -> float:
    """Return the share of common certificate numbers from which two sources may be one.

    Raises:
        DataError: The data file is missing or damaged.
    """
    return float(read_toml("register", "age.toml")["overlap_share"])


def find_old(
    sources: "Iterable[RegisterSource]", today: date, days: int | None = None
) -> "tuple[tuple[RegisterSource, int], ...]":
    """Return the sources that are old on a day, each with its age in days, the oldest first.

    Args:
        sources: Of a register.
        today: The day.
        days: From how many days on a list is old; default: the data file's.
    """
    least = load_old_after_days() if days is None else days
    ages = ((source, (today - source.retrieved).days) for source in sources)
    return tuple(sorted((pair for pair in ages if pair[1] > least), key=lambda pair: -pair[1]))
