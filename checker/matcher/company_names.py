"""Names of companies taken apart by rule: legal forms, places, trade words, and the names of a bilingual cell."""

import re
from functools import cache
from typing import NamedTuple

from checker.matcher.text import normalise
from checker.resources import read_rows

HAN = "\u3400-\u9fff\uf900-\ufaff"
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
    return "".join(TOKEN.findall(MARKS.sub("", text)))


def reduce_name(name: str) -> set[tuple[str, str]]:
    """Return (core, stem) of each name of a cell; what consists of trade words alone is no name."""
    found = set()
    for segment in split_names(name):
        strip = _strip_latin if is_latin(segment) else _strip_chinese
        stem = strip(segment, stem=True)
        if stem:
            found.add((strip(segment, stem=False), stem))
    return found


def find_initials(text: str) -> frozenset[str]:
    """Return the initials of a name's Latin words, without and with those of legal forms and places at its end."""
    words = [word for word in TOKEN.findall(text.replace(".", "")) if word.isascii()]
    firsts = "".join(word[0] for word in words)
    return frozenset(firsts[:length] for length in range(2, len(firsts) + 1)) if len(words) > 1 else frozenset()


def split_names(name: str) -> list[str]:
    """Return the names in a cell: what is Chinese, what is Latin, and what stands in brackets."""
    text = MARKS.sub("", normalise(name))
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
    return not re.search(f"[{HAN}]", text)


def _strip_latin(text: str, *, stem: bool) -> str:
    words = company_words()
    tokens = TOKEN.findall(text.replace(".", ""))
    weak = words.legal | words.place | (words.trade if stem else frozenset())
    while tokens and tokens[-1] in weak:
        tokens.pop()
    while len(tokens) > 1 and tokens[0] in words.place | {"the"}:
        tokens.pop(0)
    return "".join(tokens) if any(token not in words.trade for token in tokens) else ""


def _strip_chinese(text: str, *, stem: bool) -> str:
    words = company_words()
    plain = "".join(TOKEN.findall(text))
    plain = _strip_end(plain, words.legal)
    plain = _strip_start(plain, words.place)
    core = _strip_end(plain, words.legal)
    if len(core) < 2 or core in words.trade or core in words.place:
        return ""
    shorter = _strip_end(core, _trade_and_legal())
    return shorter if stem and len(shorter) >= 2 and shorter not in words.place and shorter not in words.trade else core


def _strip_end(text: str, endings: frozenset[str]) -> str:
    while True:
        ending = next((text[-length:] for length in _lengths(endings) if text[-length:] in endings), "")
        if not ending or len(text) <= len(ending):
            return text
        text = text[: -len(ending)]


def _strip_start(text: str, beginnings: frozenset[str]) -> str:
    while True:
        beginning = next((text[:length] for length in _lengths(beginnings) if text[:length] in beginnings), "")
        if not beginning or len(text) - len(beginning) < 2:
            return text
        text = text[len(beginning) :]


@cache
def _trade_and_legal() -> frozenset[str]:
    words = company_words()
    return words.trade | words.legal


@cache
def _lengths(words: frozenset[str]) -> tuple[int, ...]:
    """Return the lengths of words, longest first."""
    return tuple(sorted({len(word) for word in words}, reverse=True))
