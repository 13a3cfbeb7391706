"""Headings, headers and numbers of the Directory as they are printed."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from checker.loader.chinese import INVISIBLE, fold
from checker.loader.layout import layout

NUMBERING = re.compile(r"^(?:第[一二]部分|附[件录]?[12一二]?|[(][一二12][)]|[一二][、,.:。]?|[12][、.。])[:、,.。]?")
NUMBER = re.compile(r"[(（]?\s*0?(\d{1,2})\s*(?:\.0)?[)）]?\s*[.．、。]?")
NUMBER_AND_TEXT = re.compile(r"0?(\d{1,2})\s*(?:[、.．)）]\s*|\s+)([^\d\s.].*)", re.DOTALL)
NAME_AND_SCOPE = re.compile(r"((?:[^\s(（：:]|\s*[(（][^()（）]*[)）])+)[\s：:]+(\S.*)", re.DOTALL)
LONGEST_HEADING = 40


def part_of(text: str) -> str:
    """Return the letter of the part that a text is the heading of, or ``""``."""
    return _part_of(text) if len(text) <= LONGEST_HEADING else ""


@cache
def _headings() -> dict[str, str]:
    return {fold(heading): part for part, headings in layout().parts.items() for heading in headings}


def _part_of(text: str) -> str:
    plain = fold(text).strip(":。、#*【】[]<>《》")
    return _headings().get(plain) or _headings().get(NUMBERING.sub("", plain), "")


@cache
def _headers() -> dict[str, str]:
    return {fold(header): column for column, headers in layout().columns.items() for header in headers}


def column_of(text: str) -> str:
    """Return ``number``, ``name`` or ``scope`` when a text is the header of that column, else ``""``."""
    return _headers().get(fold(text).strip(":*#"), "") if len(text) <= LONGEST_HEADING else ""


def find_columns(row: Sequence[str]) -> dict[str, int]:
    """Return the 0-based places of the columns when a row is the header of the Directory, else nothing.

    Of several headers that may be the name's, the last before the scope's is (``类别``, ``设备或产品类别``, ``范围``).
    """
    columns = [column_of(text) if text else "" for text in row]
    if not {"name", "scope"} <= set(columns):
        return {}
    scope = len(columns) - 1 - columns[::-1].index("scope")
    names = [place for place, column in enumerate(columns) if column == "name"]
    name = max((place for place in names if place < scope), default=names[0])
    return {"name": name, "scope": scope} | ({"number": columns.index("number")} if "number" in columns else {})


def header_part(row: Sequence[str]) -> str:
    """Return the letter of the part that a header alone tells, or ``""``."""
    texts = {fold(text) for text in row}
    return next((part for part, headers in layout().part_by_header.items() if texts & set(map(fold, headers))), "")


def plain_number(text: str) -> int | None:
    """Return the number that a cell consists of, e.g. ``7``, ``０７``, ``7.``, ``（7）``; None when it is something else."""
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).strip())
    return int(found[1]) if found and int(found[1]) else None


def split_name(text: str) -> tuple[str, str]:
    """Return the name and the rest of a row set in one line: ``服务器 (机架式) CPU数量≥8个`` → name with its bracket, limit."""
    found = NAME_AND_SCOPE.fullmatch(text.strip())
    return (found[1], found[2]) if found else (text, "")
