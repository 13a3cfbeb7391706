"""Papers that are not evidence of certification under article 25 although they look like it."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from checker.errors import DataError
from checker.loader.words import fold, words
from checker.matcher.text import normalise
from checker.resources import read_rows


@dataclass(frozen=True)
class LookAlike:
    """One kind of paper that does not count.

    Attributes:
        kind: Short name, e.g. ``ccc``.
        pattern: What its number or name looks like in normalised text.
        name_zh: What it is called in Chinese.
        name_en: What it is called in English.
        good_until: Last day of a sale that it can excuse, or None when it never does (sales licences: 2025-06-30,
            Announcement 2023 No. 1 with the usual term of two years, a reading).
    """

    kind: str
    pattern: re.Pattern[str]
    name_zh: str
    name_en: str
    good_until: date | None = None


def recognise(text: str) -> LookAlike | None:
    """Return the kind of paper that a certificate number or its description is, when it is one that does not count."""
    plain = normalise(text)
    if not _any_kind().search(plain):
        return None
    return next((kind for kind in load_lookalikes() if kind.pattern.search(plain)), None)


@lru_cache(maxsize=4096)
def recognise_listed(number: str, paper: str) -> LookAlike | None:
    """Return the kind of paper of a list's entry when it is one that does not count.

    Args:
        number: Its number.
        paper: What the list says of its papers, the nearest first, one text a line: the first that names a kind decides.
    """
    return recognise(number) or _recognise_papers(paper)


@lru_cache(maxsize=4096)
def _recognise_papers(paper: str) -> LookAlike | None:
    found = None
    for text in paper.split("\n"):
        found = recognise(text)
        if found or any(word in fold(text) for word in words("counts")):
            break
    return found


@cache
def _any_kind() -> re.Pattern[str]:
    """Return one pattern for all kinds, since most numbers are of none."""
    return re.compile("|".join(f"(?:{kind.pattern.pattern})" for kind in load_lookalikes()) or "(?!)")


@cache
def load_lookalikes() -> tuple[LookAlike, ...]:
    """Return the kinds of ``directory_data/lookalikes.csv`` in their order.

    Raises:
        DataError: The file is missing or damaged, or a pattern in it is wrong.
    """
    return tuple(_read_kind(row) for row in read_rows("lookalikes.csv"))


def _read_kind(row: dict[str, str]) -> LookAlike:
    try:
        pattern = re.compile(row["pattern"])
        good_until = date.fromisoformat(row["good_until"]) if row["good_until"] else None
    except (re.error, ValueError) as error:
        raise DataError("data_damaged", path="lookalikes.csv", detail=f"{row['kind']}: {error}") from error
    return LookAlike(row["kind"], pattern, row["name_zh"], row["name_en"], good_until)
