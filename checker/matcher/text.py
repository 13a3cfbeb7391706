"""One normal form of text, so that spellings which mean the same compare equal."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from checker.resources import read_rows

DASHES = re.compile(r"[\u2010-\u2015\u2043\u2212\u30fc\ufe58\ufe63\uff0d]")
INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u034f\u061c"
    r"\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
SPACES = re.compile(r"\s+")
SPACES_IN_LINE = re.compile(r"[^\S\n]+")

TAIWANESE = re.compile("伺服器|硬碟|磁碟|列印|随身碟")
"""Words of Taiwan's that no traditional character gives away."""

END = "\x01"
"""Stands before and after every run of ASCII letters and digits in marked text."""

RUNS = re.compile(r" *([a-z0-9]+) *")


@cache
def _converter() -> Any:  # noqa: ANN401 - opencc ships no types
    from opencc import OpenCC  # noqa: PLC0415 - loads dictionaries; only needed when there is Chinese text

    return OpenCC("t2s")


@cache
def _regional() -> tuple["re.Pattern[str]", dict[str, str]]:
    """Return the Taiwan and Hong Kong words of the trade and what the mainland calls them."""
    words = {row["regional"]: row["mainland"] for row in read_rows("vocabulary", "regional.csv")}
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True))), words


def normalise(text: str) -> str:
    """Return the normal form of one text: NFKC, simplified characters, one dash, single spaces, case folded.

    Text in traditional characters also gets the mainland's words of the trade (網路 → 网络, 伺服器 → 服务器).
    Normalising twice is normalising once.
    """
    if text.isascii():
        if text.isprintable() and "  " not in text:
            return text.lower().strip()
        plain = text.lower()
    else:
        plain = _fold(DASHES.sub("-", text))
        simple = _converter().convert(plain)
        if simple != plain or TAIWANESE.search(simple):
            pattern, words = _regional()
            plain = _fold(pattern.sub(lambda found: words[found[0]], simple))
    return SPACES.sub(" ", INVISIBLE.sub("", plain)).strip()


def normalise_all(texts: Sequence[str]) -> list[str]:
    """Return the normal form of each text, see :func:`normalise`, in half the time where many are Chinese."""
    wide = iter(_normalise_wide([text for text in texts if not text.isascii()]))
    return [normalise(text) if text.isascii() else next(wide) for text in texts]


def _normalise_wide(texts: Sequence[str]) -> list[str]:
    """Normalise texts joined as lines of one, and by itself each that has a line break or may be Taiwan's."""
    joined = "\n".join(texts)
    if joined.count("\n") != len(texts) - 1:
        return [normalise(text) for text in texts]
    plain = _fold(DASHES.sub("-", joined))
    simple = _converter().convert(plain)
    normal = SPACES_IN_LINE.sub(" ", INVISIBLE.sub("", simple))
    lines = zip(texts, *(form.split("\n") for form in (plain, simple, normal)), strict=True)
    return [
        normalise(text) if before != after or TAIWANESE.search(after) else form.strip()
        for text, before, after, form in lines
    ]


def _fold(text: str) -> str:
    """Fold width, compatibility forms and case until nothing changes any more."""
    while True:
        folded = DASHES.sub("-", unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))
        if folded == text:
            return folded
        text = folded


def mark(normal: str) -> str:
    """Return normalised text with the ends of its ASCII runs marked.

    Blanks, dashes and underscores beside a run vanish, so that ``anti-virus`` and ``anti virus``, ``VPN 网关`` and
    ``VPN网关`` are the same. A term marked likewise is found only where whole runs match: ``ips`` is in
    ``ips 显示器`` but not in ``chips``.
    """
    return END.join(RUNS.split(normal.replace("-", " ").replace("_", " ")))
