"""The words of published lists, read once from ``directory_data/register/words.csv``."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import groupby

from checker.resources import read_rows

DIGIT = re.compile(r"\d")
IGNORED = re.compile(r"[\s\u200b-\u200f\ufeff*:_\"'“”‘’]+")


def fold(text: str) -> str:
    """Return a cell's text as words and headers are compared: NFKC, no white space or quotes, case folded."""
    return IGNORED.sub("", unicodedata.normalize("NFKC", text)).casefold()


@cache
def words(kind: str) -> dict[str, str]:
    """Return the folded words of one kind with the value that each stands for, longest first.

    Raises:
        DataError: The data file is missing or damaged.
    """
    found = {fold(word) or word: value for word, value in written_words(kind).items()}
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


def written_words(kind: str) -> Mapping[str, str]:
    """Return the words of one kind as the data file has them, with the value that each stands for.

    Raises:
        DataError: The data file is missing or damaged.
    """
    return _kinds().get(kind, {})


@cache
def _kinds() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read_rows("register", "words.csv"):
        found[row["kind"]][row["word"]] = row["value"]
    return found


@cache
def pattern(kind: str) -> str:
    """Return a regular expression for the words of one kind as they stand in running text, longest first.

    An English word must not touch other letters or digits; blanks inside it may be of any width.
    """
    longest_first = sorted(written_words(kind), key=lambda word: (-len(word), word))
    return "|".join(_in_text(edges, alike) for edges, alike in groupby(longest_first, key=_edges))


def is_empty(text: str) -> bool:
    """Whether a cell says nothing: no letter or digit (blank, a dash), ``无``, ``N/A`` and the like."""
    if not text:
        return True
    return False if DIGIT.search(text) and not _digits_say_nothing() else _says_nothing(text)


@cache
def _digits_say_nothing() -> bool:
    return any(DIGIT.search(word) for word in words("empty"))


@lru_cache(maxsize=65536)
def _says_nothing(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    return not any(map(str.isalnum, plain)) or plain in words("empty") or fold(text) in words("empty") or not fold(text)


def _edges(word: str) -> tuple[str, str]:
    """Return what must hold before and behind a word in running text."""
    if not word.isascii():
        return "", ""
    return r"(?<![A-Za-z0-9])" if word[0].isalnum() else "", r"(?![A-Za-z0-9])" if word[-1].isalnum() else ""


def _in_text(edges: tuple[str, str], words: Iterable[str]) -> str:
    before, after = edges
    written = "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)
    return f"{before}(?:{written}){after}"
