"""Headers of published lists: where they stand in a sheet, and which column holds which field."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from checker.loader.words import fold, words
from checker.resources import read_rows
from checker.tables.sheet import Sheet, column_letters

BRACKETED = re.compile(r"[(（\[【].*?[)）\]】]")
DIGIT = re.compile(r"\d")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 ./#-]*")
LONGEST_HEADER = 40
PRODUCT_FIELDS = frozenset({"model", "product_name"})
OWNER_FIELDS = frozenset({"number", "maker", "holder"})
SECOND_FIELDS = frozenset({"holder", "category"})
"""Fields that are used only where the first choice (maker, product name) is blank."""


@dataclass(frozen=True)
class Header:
    """One header of a sheet.

    Attributes:
        first_row: 1-based row where it begins.
        last_row: 1-based row where it ends; another when it has two rows.
        fields: Field to 1-based column.
        unknown: Texts of header cells that were taken for no field.
        kept: Column to the name under which its cells are kept with the entries: columns taken for no field, without a name (their
            letters), of remarks, and those of which only one of two is used. No name stands twice.
        number_name: Text of the header of the number's column, which may say that these are numbers of sales licences.
    """

    first_row: int
    last_row: int
    fields: Mapping[str, int]
    unknown: tuple[str, ...]
    kept: Mapping[int, str]
    number_name: str = ""


def find_headers(sheet: Sheet) -> list[Header]:
    """Return every header of a sheet in its order: one row, or two rows where the second divides a cell of the first."""
    cells = sheet.cells
    if cells.empty:
        return []
    texts = pd.unique(cells.to_numpy(dtype=object).ravel())
    known = {text for text in texts if text and len(text) <= LONGEST_HEADER and _may_be_name(text) and field_of(text)}
    counts = cells.isin(known).to_numpy().sum(axis=1)
    headers: list[Header] = []
    for place in np.flatnonzero(counts >= 2):
        row = int(cells.index[int(place)])
        if headers and row <= headers[-1].last_row:
            continue
        header = _read_header(sheet, int(place))
        if header:
            headers.append(header)
    return headers


def _may_be_name(text: str) -> bool:
    """Whether a text may name a column: none does with a digit outside brackets, and most cells of data have one."""
    return not DIGIT.search(text) or bool(BRACKETED.search(text))


def field_of(text: str) -> str | None:
    """Return the field that a header cell names, in Chinese, English or both, else None."""
    without_brackets = BRACKETED.sub("", text)
    latin = " ".join(LATIN.findall(text))
    chinese = "".join(sign for sign in without_brackets if unicodedata.category(sign) == "Lo")
    names = _names()
    return next((names[key] for key in map(fold, (text, without_brackets, chinese, latin)) if key in names), None)


@cache
def _names() -> dict[str, str]:
    return {fold(row["name"]): row["field"] for row in read_rows("register", "columns.csv")}


def _read_header(sheet: Sheet, place: int) -> Header | None:
    """Return the header that begins in the row at ``place``, or None when it is none."""
    row = int(sheet.cells.index[place])
    first = [str(text).strip() for text in sheet.cells.iloc[place]]
    single = _map_fields(row, row, first)
    if place + 1 < len(sheet.cells):
        second = [str(text).strip() for text in sheet.cells.iloc[place + 1]]
        if any(second) and all(fold(text) in words("period_end") or field_of(text) for text in second if text):
            double = _map_fields(row, row + 1, _join_rows(first, second))
            if len(double.fields) > len(single.fields):
                single = double
    usable = PRODUCT_FIELDS & single.fields.keys() and OWNER_FIELDS & single.fields.keys()
    filled = sum(bool(text) for text in first)
    return single if usable and 2 * (filled - len(single.unknown)) >= filled else None


def _join_rows(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Join a header of two rows; a blank above a text belongs to the cell on its left."""
    joined, above = [], ""
    for upper, lower in zip(first, second, strict=True):
        above = upper or (above if lower else "")
        joined.append(lower if field_of(lower) and fold(lower) not in words("period_end") else f"{above}{lower}")
    return joined


def _map_fields(first_row: int, last_row: int, texts: Sequence[str]) -> Header:
    """Map a header's texts to fields; of two columns for one field the first counts and the second is unknown.

    A number of another kind of paper (``other_number``, e.g. of a network access licence) is the entry's only where no other is printed.
    """
    fields: dict[str, int] = {}
    unknown, kept = [], dict[int, str]()
    for column, text in enumerate(texts, start=1):
        field = field_of(text) if text else None
        if field == "ignored":
            continue
        is_used = bool(field) and field not in fields and field != "remark"
        if is_used:
            fields[str(field)] = column
        elif text and field != "remark":
            unknown.append(text)
        if not is_used or field in SECOND_FIELDS:
            kept[column] = _name_column(text, column, kept)
    other = fields.pop("other_number", 0)
    if other and "number" not in fields:
        fields["number"] = other
    elif other:
        unknown.append(texts[other - 1])
        kept[other] = _name_column(texts[other - 1], other, kept)
    number_name = texts[fields["number"] - 1] if "number" in fields else ""
    return Header(first_row, last_row, fields, tuple(unknown), kept, number_name)


def _name_column(text: str, column: int, kept: Mapping[int, str]) -> str:
    """Return a name for a column that no other has: its header in one line, else its letters."""
    name = " ".join(text.split()) or column_letters(column)
    return f"{name} ({column_letters(column)})" if name in kept.values() else name
