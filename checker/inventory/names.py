"""Names of columns, kept in ``directory_data/inventory/columns.csv``: which field a header cell names, in which unit of money."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from checker.inventory.money import MoneyUnit, read_unit
from checker.resources import read_columns, read_rows

IGNORED = "ignored"
"""The field of columns that are known and not needed."""
NOISE = re.compile(r"[\s\u200b-\u200f\ufeff*:_\"'“”‘’.]+")
BRACKETED = re.compile(r"[(\[【<](.*?)[)\]】>]")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 .'/#&-]*")
PARTS = re.compile(r"[\n\r/|;及与和]+|\s+-\s*|\s{2,}")
LEADING_NUMBER = re.compile(r"^\s*(?:[*★▲]+|\d{1,2}[.、)]|[①-⑳])\s*")
LONGEST_HEADER = 60


@dataclass(frozen=True)
class HeaderText:
    """What the text of one header cell says.

    Attributes:
        text: The cell as printed, white space joined.
        fields: Fields that it may name, the likeliest first; empty when it is unknown.
        rank: How good a name it is for its first field, 0 the best.
        unit: The unit of money that it states, e.g. of ``金额（万元）``.
    """

    text: str
    fields: tuple[str, ...] = ()
    rank: int = 0
    unit: MoneyUnit | None = None


def fold(text: str) -> str:
    """Return a text as headers are compared: NFKC, no white space, quotes, stops or colons, case folded."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


@cache
def read_header(text: str) -> HeaderText:
    """Return what a header cell says: Chinese, English or both, with or without a unit in brackets."""
    printed = " ".join(text.split())
    if not printed or len(printed) > LONGEST_HEADER:
        return HeaderText(printed)
    plain = unicodedata.normalize("NFKC", LEADING_NUMBER.sub("", text))
    if found := _aggregates().match(plain):
        inner = read_header(plain[found.end() :])
        same = found.lastgroup == "same"
        return HeaderText(printed, inner.fields if same else (IGNORED,), inner.rank, inner.unit if same else None)
    names = column_names()
    for key in map(fold, _wordings(plain)):
        if key in names:
            fields, rank = names[key]
            return HeaderText(printed, fields, rank, _unit(plain))
    return HeaderText(printed)


def is_aggregate(text: str) -> bool:
    """Whether a header is one that pivot tables give to their values: ``求和项:数量``, ``Sum of Amount``."""
    return _aggregates().match(unicodedata.normalize("NFKC", text.strip())) is not None


@cache
def _aggregates() -> re.Pattern[str]:
    words = {"same": "", IGNORED: ""}
    for row in read_rows("inventory", "aggregates.csv"):
        words[row["becomes"]] += f"|{re.escape(unicodedata.normalize('NFKC', row['word']))}"
    same, ignored = (words[kind].removeprefix("|") for kind in ("same", IGNORED))
    return re.compile(rf"(?:(?P<same>{same})|(?P<{IGNORED}>{ignored}))\s*[:\-]?\s*(?=\S)", re.IGNORECASE)


def _wordings(plain: str) -> list[str]:
    """Return the texts to look up, the whole first: without brackets, the Chinese alone, the English alone, its parts."""
    bare = BRACKETED.sub("", plain)
    chinese = "".join(sign for sign in bare if unicodedata.category(sign) == "Lo")
    latin = " ".join(LATIN.findall(bare))
    whole_latin = " ".join(LATIN.findall(plain))
    parts = [part for part in PARTS.split(bare) if part.strip()]
    without_unit = [_strip_unit(bare)]
    spoken = [part for part in (chinese, latin, whole_latin) if len(part) > 1 and not any(map(str.isdigit, bare))]
    return [plain, bare, *without_unit, *spoken, *(parts if len(parts) > 1 else [])]


def _strip_unit(bare: str) -> str:
    words = bare.replace("/", " ").replace(":", " ").split()
    kept = [word for word in words if read_unit(word) is None]
    return " ".join(kept)


def _unit(plain: str) -> MoneyUnit | None:
    pieces = [piece for found in BRACKETED.findall(plain) for piece in (found, *PARTS.split(found))]
    pieces += [part for piece in PARTS.split(plain) for part in (piece, *piece.split(":"))]
    pieces += plain.split()
    return next((unit for piece in pieces if piece and (unit := read_unit(piece))), None)


PRICED = ("unit_price", "amount", "currency")
"""What customs forms put into one cell, as under ``单价/总价/币制``."""


@cache
def read_parts(text: str) -> tuple[str, ...]:
    """Return the fields that the parts of a header name when each is a price, a sum or a currency; else nothing."""
    parts = [part for part in PARTS.split(unicodedata.normalize("NFKC", text)) if part.strip()]
    named = tuple(next(iter(read_header(part).fields), "") for part in parts)
    return named if len(named) > 1 and set(named) <= set(PRICED) else ()


@cache
def column_names() -> dict[str, tuple[tuple[str, ...], int]]:
    """Return every folded name with the fields it may name and its rank among the names of the first of them."""
    fields: dict[str, list[str]] = defaultdict(list)
    ranks: dict[str, int] = {}
    counts: dict[str, int] = defaultdict(int)
    columns = read_columns("inventory", "columns.csv")
    for name, field in zip(columns["name"], columns["field"], strict=True):
        key = fold(name)
        counts[field] += 1
        if field not in fields[key]:
            fields[key].append(field)
        ranks.setdefault(key, counts[field])
    return {key: (tuple(found), ranks[key]) for key, found in fields.items()}


@cache
def regroup(field: str, group: str) -> str:
    """Return the field that a column has under a group's heading: ``unit_price`` under ``采购信息`` is ``unit_cost``."""
    heading = fold(group)
    for row in read_rows("inventory", "groups.csv"):
        if row["field"] == field and fold(row["group"]) in heading:
            return row["becomes"]
    return field
