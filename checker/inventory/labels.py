"""Labels of rows that are no lines (totals, notes), kept in ``directory_data/inventory/row_labels.csv``."""

import re
import unicodedata
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from checker.inventory.names import fold
from checker.resources import read_rows

STARS = re.compile(r"\*{1,5}")
"""How accounting systems mark the rows of their sums."""
BRACKETED = re.compile(r"[(（].*?[)）]")
LONGEST_LABEL = 20
COLON = re.compile(r"\s*[:：]")
HEADING_START = (
    r"^\s*(?:[（(]?[一二三四五六七八九十]+[、)）．.]|第[一二三四五六七八九十\d]+(?:部分|章|节|包|标段|类|批))"
)
NOT_ALONE = rf"{HEADING_START}|[。！]$"
"""For RE2: single texts that may be no product."""
HEADING = re.compile(HEADING_START)
NUMERIC = re.compile(r"[-+\d.,%￥¥$€()\s/:年月日]*(?:元|万元|台|套|个|件|pcs)?")


class Label(NamedTuple):
    """What a cell's text says about its row: ``reason`` a message code, ``stem`` the text before a word at its end."""

    reason: str
    match: str
    stem: str = ""


def read_label(text: str) -> Label | None:
    """Return the label that a cell holds, or None: whole (``合计``), before a colon (``注：…``), at the end (``华为 汇总``)."""
    words = _words()
    key = fold(text)
    if STARS.fullmatch(text.strip()):
        return Label("subtotal", "whole")
    if found := words["whole"].get(key):
        return Label(found, "whole")
    head = COLON.split(text, maxsplit=1)
    if len(head) > 1 and len(head[0]) < LONGEST_LABEL:
        found = words["label"].get(fold(head[0])) or words["label"].get(fold(BRACKETED.sub("", head[0])))
        if found:
            return Label(found, "label")
    for word, reason in words["ending"].items():
        if key.endswith(word) and len(key) > len(word):
            stem = unicodedata.normalize("NFKC", text).strip()
            cut = re.split(rf"[\s\-:]*{_loose(word)}\W*$", stem, flags=re.IGNORECASE)
            return Label(reason, "ending", cut[0].strip())
    return None


@cache
def label_pattern() -> str:
    """Return an expression for RE2 that every text with a label matches, and few others: to choose whom to ask."""
    words = {word for kind in ("whole", "ending") for word in _words()[kind]}
    return rf"(?i)[:：]|^\*+$|{'|'.join(sorted(_loose(word) for word in words))}"


def is_heading(text: str) -> bool:
    """Whether a text is numbered like the heading of a section: ``一、安全设备``, ``第二部分 …``."""
    return HEADING.match(text) is not None


def is_numeric(text: str) -> bool:
    """Whether a text holds a number, sum or date and nothing that could name a product."""
    return NUMERIC.fullmatch(unicodedata.normalize("NFKC", text)) is not None


def _loose(word: str) -> str:
    return r"\s*".join(re.escape(sign) for sign in word)


@cache
def _words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read_rows("inventory", "row_labels.csv"):
        if key := fold(row["word"]):
            found[row["match"]].setdefault(key, row["reason"])
    return found
