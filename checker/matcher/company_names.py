"""Names of companies taken apart by rule: legal forms, places, trade words, and the names of a bilingual cell."""

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from checker.matcher.text import normalise
from checker.resources import read_rows

HAN = "\u3400-\u9fff\uf900-\ufaff"
HAN_SIGN = re.compile(f"[{HAN}]")
SEGMENT = re.compile(rf"[0-9]*[{HAN}][{HAN}0-9()·]*|[^{HAN}()（）]+")
MARKS = re.compile(r"[®™©]|\(r\)|\(tm\)", re.IGNORECASE)
TOKEN = re.compile(r"[^\W_]+(?:[&+'][^\W_]+)*")
PARENTHESIS = re.compile(r"\(([^()]*)\)")


class CompanyWords(NamedTuple):
    """Words in names of companies that do not tell one from another.

    Attributes:
        legal: Legal forms.
        place: Places.
        trade: What a company deals in.
        common: Everyday words that are also some maker's name; in running text they name no maker.
    """

    legal: frozenset[str]
    place: frozenset[str]
    trade: frozenset[str]
    common: frozenset[str]


@cache
def company_words() -> CompanyWords:
    """Return the words of ``directory_data/register/company_words.csv``."""
    found: dict[str, set[str]] = {kind: set() for kind in CompanyWords._fields}
    for row in read_rows("register", "company_words.csv"):
        found[row["kind"]].add(normalise(row["word"]))
    return CompanyWords(*(frozenset(found[kind]) for kind in CompanyWords._fields))


def name_key(text: str) -> str:
    """Return a normalised name without blanks and punctuation."""
    if text.isalnum():
        return text
    return "".join(TOKEN.findall(text if text.isascii() and "(" not in text else MARKS.sub("", text)))


def reduce_name(name: str) -> set[tuple[str, str]]:
    """Return (core, stem) of each name of a cell; what consists of trade words alone is no name."""
    return reduce_normal(normalise(name))


def reduce_normal(text: str) -> set[tuple[str, str]]:
    """Return what :func:`reduce_name` does for a cell in normal form."""
    if text.isascii() and text.isalnum():
        return set() if text in weak_words() else {(text, text)}
    found = set()
    for segment in _split_normal(text):
        reduced = _reduce_latin(segment) if is_latin(segment) else _reduce_chinese(segment)
        if reduced[1]:
            found.add(reduced)
    return found


def find_initials(text: str) -> frozenset[str]:
    """Return the initials of a name's Latin words, without and with those of legal forms and places at its end."""
    words = [word for word in TOKEN.findall(text.replace(".", "")) if word.isascii()]
    firsts = "".join(word[0] for word in words)
    return frozenset(firsts[:length] for length in range(2, len(firsts) + 1)) if len(words) > 1 else frozenset()


def split_names(name: str) -> list[str]:
    """Return the names in a cell: what is Chinese, what is Latin, and what stands in brackets."""
    return _split_normal(normalise(name))


def _split_normal(text: str) -> list[str]:
    if text.isascii() and "(" not in text and ")" not in text:
        return [text] if text else []
    if text.isalnum():
        return SEGMENT.findall(text)
    text = MARKS.sub("", text)
    parts = [PARENTHESIS.sub("", text), *PARENTHESIS.findall(text)]
    return [segment for part in parts for segment in SEGMENT.findall(part)]


@cache
def weak_words() -> frozenset[str]:
    """Return every word that does not tell one company from another."""
    words = company_words()
    return words.legal | words.place | words.trade


@cache
def formal_words() -> frozenset[str]:
    """Return the weak words of full names: in them a trade word tells one company of a group from another."""
    words = company_words()
    return words.legal | words.place


def is_formal(name: str) -> bool:
    """Whether one of the names in a cell ends in a legal form."""
    legal = company_words().legal
    return any(
        (TOKEN.findall(segment.replace(".", "")) or [""])[-1] in legal
        if is_latin(segment)
        else any("".join(TOKEN.findall(segment)).endswith(word) for word in legal)
        for segment in split_names(name)
    )


def is_latin(text: str) -> bool:
    """Whether a name has no Chinese sign."""
    return text.isascii() or not HAN_SIGN.search(text)


def _reduce_latin(text: str) -> tuple[str, str]:
    """Return core and stem of a name in Latin letters."""
    tokens = TOKEN.findall(text.replace(".", ""))
    core = _strip_tokens(tokens, formal_words())
    return core, _strip_tokens(tokens, weak_words()) if tokens and tokens[-1] in weak_words() else core


def _strip_tokens(tokens: list[str], endings: frozenset[str]) -> str:
    beginnings, trade = _beginnings(), company_words().trade
    start, end = 0, len(tokens)
    while end and tokens[end - 1] in endings:
        end -= 1
    while end - start > 1 and tokens[start] in beginnings:
        start += 1
    kept = tokens[start:end]
    return "".join(kept) if not trade.issuperset(kept) else ""


def _reduce_chinese(text: str) -> tuple[str, str]:
    """Return core and stem of a name with Chinese signs."""
    words = company_words()
    plain = _strip_end(text if text.isalnum() else "".join(TOKEN.findall(text)), words.legal)
    core = _strip_end(_strip_start(plain, words.place), words.legal)
    if len(core) < 2 or core in words.trade or core in words.place:
        return "", ""
    shorter = _strip_end(core, _trade_and_legal())
    is_name = len(shorter) >= 2 and shorter not in words.place and shorter not in words.trade
    return core, shorter if is_name else core


def _strip_end(text: str, endings: frozenset[str]) -> str:
    lengths = _lengths_by_last(endings)
    while True:
        for length in lengths.get(text[-1:], ()):
            if text[-length:] in endings:
                break
        else:
            return text
        if len(text) <= length:
            return text
        text = text[:-length]


def _strip_start(text: str, beginnings: frozenset[str]) -> str:
    lengths = _lengths_by_first(beginnings)
    while True:
        for length in lengths.get(text[:1], ()):
            if text[:length] in beginnings:
                break
        else:
            return text
        if len(text) - length < 2:
            return text
        text = text[length:]


@cache
def _beginnings() -> frozenset[str]:
    return company_words().place | {"the"}


@cache
def _trade_and_legal() -> frozenset[str]:
    words = company_words()
    return words.trade | words.legal


@cache
def _lengths_by_first(words: frozenset[str]) -> dict[str, list[int]]:
    """Return the lengths of the words with each first sign, longest first."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in words:
        lengths[word[:1]].add(len(word))
    return {sign: sorted(found, reverse=True) for sign, found in lengths.items()}


@cache
def _lengths_by_last(words: frozenset[str]) -> dict[str, list[int]]:
    """Return the lengths of the words with each last sign, longest first."""
    return _lengths_by_first(frozenset(word[::-1] for word in words))
