"""The limits that a row of the Directory states, from its Chinese text."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import cast

from checker.loader.chinese import fold_comparisons, simplify, tidy
from checker.loader.directory import Comparison, Threshold
from checker.loader.layout import quantities, units

BREAK = re.compile(r"[;；\n]+")
NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
RATE_IN_NAME = re.compile(r"\(([^()]+/[^()]+)\)$")
"""A unit that stands with the quantity instead of the figure: ``连接处理速率(连接/秒)``."""
COMPARISON = re.compile(r"[<>]=?")


class UnreadThresholdError(ValueError):
    """A text has a comparison sign and cannot be read as thresholds."""


def join_lines(lines: Sequence[str]) -> str:
    """Return the lines of a row's second cell as one text: limits separated by ``；``, a wrapped sentence closed up.

    Lines that a narrow column wrapped in the middle of a limit are joined again, and limits run together are parted.
    """
    texts = [tidy(line) for line in lines if tidy(line)]
    if not any(COMPARISON.search(half_width(line)) for line in texts):
        return tidy("\n".join(texts))
    limits: list[str] = []
    for line in (piece.strip() for text in texts for piece in BREAK.split(text)):
        if limits and line and _is_known(limits[-1] + line):
            limits[-1] += line
        elif limits and line and not _is_whole(limits[-1]):
            limits[-1] = tidy(f"{limits[-1]}\n{line}")
        elif line:
            limits.append(line)
    return "；".join(_run_together().sub(r"\1；", limit) for limit in limits)


def parse_thresholds(scope: str) -> tuple[Threshold, ...]:
    """Return the limits of a row, empty when its text is a description.

    Args:
        scope: The row's second cell as printed, limits separated by ``；`` or line breaks.

    Raises:
        UnreadThresholdError: It has a comparison sign but a part of it is no limit with a figure.
    """
    if not COMPARISON.search(half_width(scope)):
        return ()
    return tuple(
        threshold for text in BREAK.split(scope) if text.strip(" 。") for threshold in _read(text.strip(" 。"))
    )


def half_width(text: str) -> str:
    """Return text in half width with plain comparison signs, of the same meaning and order."""
    return fold_comparisons(unicodedata.normalize("NFKC", text))


@cache
def _limit() -> re.Pattern[str]:
    known = "|".join(map(re.escape, units()))
    return re.compile(
        rf"(?P<quantity>[^<>=]*?)\s*(?P<comparison>[<>]=?)\s*(?P<value>{NUMBER})\s*(?P<unit>(?:{known})(?![A-Za-z/])|[^\d<>=]*)"
    )


@cache
def _run_together() -> re.Pattern[str]:
    """A whole limit with another right behind it."""
    known = "|".join(map(re.escape, units()))
    return re.compile(
        rf"([≥≤≧≦＞＜<>]=?\s*{NUMBER}\s*(?:{known}))(?=[^\s\d;；<>≥≤≧≦＞＜/a-z][^;；<>≥≤≧≦＞＜]+[<>≥≤≧≦＞＜])"
    )


def _is_whole(line: str) -> bool:
    found = _limit().fullmatch(half_width(line))
    return bool(found and found["quantity"].strip() and (found["unit"] or "/" in found["quantity"]))


def _is_known(line: str) -> bool:
    found = _limit().fullmatch(half_width(line))
    return bool(found and found["quantity"].strip() and found["unit"].strip() in units())


def _read(text: str) -> Iterator[Threshold]:
    found = _limit().fullmatch(half_width(text))
    if not found or not found["quantity"].strip():
        raise UnreadThresholdError(text)
    printed = re.sub(r"\s+", "", simplify(found["quantity"]))
    try:
        value = Decimal(found["value"].replace(",", ""))
    except InvalidOperation as error:
        raise UnreadThresholdError(text) from error
    bracketed = RATE_IN_NAME.search(printed)
    unit = found["unit"].strip() or (bracketed[1] if bracketed else "")
    yield Threshold(
        quantity=quantities().get(printed, printed),
        comparison=cast("Comparison", found["comparison"]),
        value=value,
        unit=unit,
        text=text,
    )
