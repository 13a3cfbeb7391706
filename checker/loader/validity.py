"""From when until when a certificate is valid and in which state it is, as lists print it."""

import re
from datetime import date

import numpy as np
import pandas as pd

from checker.loader.words import fold, is_empty, words
from checker.tables.dates import find_dates, parse_date

YEARS = re.compile(r"(\d{1,2})\s*(?:年|years?)", re.IGNORECASE)
MONTHS = re.compile(r"(\d{1,3})\s*(?:个月|個月|月|months?)", re.IGNORECASE)


def read_statuses(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Return ``valid``, ``suspended``, ``withdrawn``, ``cancelled``, ``expired``, ``unstated`` or ``unknown`` for each text."""
    return texts.map({text: read_status(text) for text in texts.unique().tolist()}).astype("str")


def read_status(text: str) -> str:
    """Return the state that one cell names; the longest known word in it decides, a state against the certificate first."""
    if is_empty(text):
        return "unstated"
    plain = fold(text)
    known = words("status")
    if plain in known:
        return known[plain]
    found = [(word, status) for word, status in known.items() if word in plain]
    against = [status for word, status in found if status != "valid"]
    return against[0] if against else found[0][1] if found else "unknown"


def read_periods(starts: "pd.Series[str]", ends: "pd.Series[str]", periods: "pd.Series[str]") -> pd.DataFrame:
    """Return ``valid_from`` and ``valid_until`` (``datetime64[s]``) and ``readable`` of every row; each distinct triple once.

    Args:
        starts: Texts of the column for the first day.
        ends: Texts of the column for the last day.
        periods: Texts of the column for both, or for a length.
    """
    triples = list(zip(starts.tolist(), ends.tolist(), periods.tolist(), strict=True))
    numbers = {triple: number for number, triple in enumerate(dict.fromkeys(triples))}
    places = np.fromiter(map(numbers.__getitem__, triples), dtype=np.int64, count=len(triples))
    read = [read_period(*triple) for triple in numbers]
    days = np.array([period[:2] for period in read], dtype="datetime64[s]").reshape(-1, 2)[places]
    readable = np.array([period[2] for period in read], dtype=bool)[places]
    return pd.DataFrame({"valid_from": days[:, 0], "valid_until": days[:, 1], "readable": readable}, index=starts.index)


def read_period(start: str, end: str, period: str) -> tuple[date | None, date | None, bool]:
    """Return the first and last day of validity, None where not printed or unlimited, and whether everything was readable.

    ``period`` may be one date (the last day), two, a word for unlimited, or a length such as ``5年``; so may ``end``.
    """
    first = parse_date(start)
    readable = first is not None or is_empty(start)
    last: date | None = None
    for text in (end, period):
        if is_empty(text) or fold(text) in words("unlimited"):
            continue
        found = find_dates(text)
        if len(found) == 2:
            first, last = first or found[0], last or found[1]
        elif len(found) == 1 or parse_date(text):
            named = found[0] if found else parse_date(text)
            unlimited = any(word in fold(text) for word in words("unlimited"))
            first, last = (first or named, last) if unlimited else (first, last or named)
        elif not last and first and (length := _months(text)):
            last = _add_months(first, length)
        elif not last:
            readable = False
    return first, last, readable


def _months(text: str) -> int:
    years, months = YEARS.search(text), MONTHS.search(text)
    return 12 * int(years[1]) if years else int(months[1]) if months else 0


def _add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day."""
    return (pd.Timestamp(day) + pd.DateOffset(months=months)).date()
