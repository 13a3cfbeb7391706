"""Dates as they are written in lists and inventories, Chinese and English: the one date parser of the program."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may",), ("jun", "june"),
            ("jul", "july"), ("aug", "august"), ("sep", "sept", "september"), ("oct", "october"), ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NUMERIC = r"(?P<y1>(?:19|20)\d\d)\s*(?P<s>[-/.])\s*(?P<m1>\d{1,2})\s*(?P=s)\s*(?P<d1>\d{1,2})(?!\d)"
_CHINESE = r"(?P<y2>(?:19|20)\d\d)\s*年\s*(?P<m2>\d{1,2})\s*月\s*(?P<d2>\d{1,2})\s*[日号號]?"
_COMPACT = r"(?P<y3>(?:19|20)\d\d)(?P<m3>\d\d)(?P<d3>\d\d)(?!\d)"
_DAY_FIRST = (
    rf"(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?[\s.-]*(?:of\s+)?(?P<m4>{_MONTH})\.?[\s,.-]*(?P<y4>(?:19|20)\d\d)(?!\d)"
)
_MONTH_FIRST = rf"(?P<m5>{_MONTH})\.?\s*(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<y5>(?:19|20)\d\d)(?!\d)"
_WESTERN = r"(?P<a6>\d{1,2})(?P<t>[-/.])(?P<b6>\d{1,2})(?P=t)(?P<y6>(?:19|20)\d\d)(?!\d)"
DATE = re.compile(rf"(?<!\d)(?:{_NUMERIC}|{_CHINESE}|{_COMPACT}|{_DAY_FIRST}|{_MONTH_FIRST}|{_WESTERN})")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
AROUND = re.compile(
    r"(?:[\s,，T]*(?:星期|周|週)?[一二三四五六日天]?[\s,，T]*(?:上午|下午|am|pm)?\s*"
    r"(?:\d{1,2}[:时時]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?)?\s*(?:am|pm|z|[+-]\d\d:?\d\d)?)",
    re.IGNORECASE,
)
"""What may follow a date without changing it: a weekday and a time of day."""
CHINESE_NUMBER = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)")

SERIAL_DAY_0 = date(1899, 12, 30)
SERIALS = range(20000, 60000)
"""Spreadsheet day numbers taken for dates: 1954 to 2064."""


ORDERS = ("", "dmy", "mdy")
"""How ``03/04/2026`` may be read: not at all, the day first, the month first."""


def parse_date(text: str, order: str = "") -> date | None:
    """Return the date that a cell holds, or None when it holds none, more than one, or an ambiguous one.

    Read are ``2026-03-05``, ``2026/3/5``, ``2026.3.5``, ``20260305``, ``2026年3月5日``, ``二〇二六年三月五日``, ``5 March 2026``,
    ``Mar 5, 2026``, each with a time or weekday behind it, and spreadsheet day numbers (``46086``). ``13/04/2026`` is read because no
    month is 13; ``03/04/2026`` is ambiguous and is not, unless ``order`` is ``dmy`` or ``mdy``.
    """
    plain = _plain(text)
    found = DATE.match(plain)
    if found:
        return _from_match(found, order) if AROUND.fullmatch(plain, found.end()) else None
    if SERIAL.fullmatch(plain) and int(float(plain)) in SERIALS:
        return SERIAL_DAY_0 + timedelta(days=int(float(plain)))
    return None


def find_dates(text: str) -> tuple[date, ...]:
    """Return every date in running text in its order, e.g. both ends of ``2024-01-01 至 2029-01-01``."""
    return tuple(_scan(_plain(text)))


def parse_dates(texts: "pd.Series[str]") -> pd.Series:
    """Return the dates of a text column as ``datetime64[s]``, NaT where :func:`parse_date` has none; each distinct text once."""
    dates = {text: parse_date(text) for text in texts.unique()}
    return texts.map(dates).astype("datetime64[s]")


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if not plain.isascii():
        plain = CHINESE_NUMBER.sub(lambda found: f"{_digit(found[1] or '一')}{_digit(found[2] or '〇')}", plain)
        plain = plain.translate(CHINESE_DIGITS) if "年" in plain and not plain[:1].isdigit() else plain
    return plain


def _digit(numeral: str) -> str:
    return numeral.translate(CHINESE_DIGITS)


def _scan(plain: str) -> Iterator[date]:
    for found in DATE.finditer(plain):
        day = _from_match(found)
        if day:
            yield day


def _from_match(found: re.Match[str], order: str = "") -> date | None:
    """Return the date of one match, None when there is no such day or two are possible and ``order`` does not say which."""
    parts = found.groupdict()
    if parts["y6"]:
        first, second = int(parts["a6"]), int(parts["b6"])
        if first <= 12 and second <= 12 and first != second and not order:
            return None
        day, month = (first, second) if second <= 12 and not (order == "mdy" and first <= 12) else (second, first)
        year = int(parts["y6"])
    else:
        suffix = next(name[1] for name, value in parts.items() if name[0] == "y" and value)
        written = parts[f"m{suffix}"]
        year, day = int(parts[f"y{suffix}"]), int(parts[f"d{suffix}"])
        month = int(written) if written.isdigit() else MONTHS[written]
    try:
        return date(year, month, day)
    except ValueError:
        return None
