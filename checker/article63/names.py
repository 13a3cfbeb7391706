"""Names of sellers and products that differ only in how they are written."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache

import pandas as pd

from checker.resources import read_rows

BRACKETS = re.compile(r"([()])")
INITIALS = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b\.?")


@cache
def legal_forms() -> tuple[tuple[str, ...], ...]:
    """Return the legal forms of ``directory_data/law/legal_forms.csv`` as words, longest first."""
    forms = {_words(row["form"]) for row in read_rows("law", "legal_forms.csv")}
    return tuple(sorted(forms, key=lambda form: (-len("".join(form)), form)))


def seller_key(name: str) -> str:
    """Return what two spellings of one seller share: no legal form at the end, one width, no spaces, one letter case."""
    words = _words(name)
    stripped = True
    while stripped:
        stripped = False
        for form in legal_forms():
            shorter = _without_ending(words, form)
            if shorter:
                words, stripped = shorter, True
                break
    return "".join(words)


def product_key(name: str) -> str:
    """Return what two spellings of one product share: one width, no spaces, one letter case."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def merge_spellings(
    names: "pd.Series[str]", key: Callable[[str], str]
) -> tuple["pd.Series[str]", dict[str, tuple[str, ...]]]:
    """Return one spelling per key for every line, and the spellings that were merged.

    The spelling shown is the most frequent, then the longest, then the first in order of characters, so that the
    order of the lines does not matter.

    Returns:
        The names to show, with the index of ``names``; and for each name that stands for several spellings all of
        them, in order.
    """
    counts = names.value_counts()
    table = pd.DataFrame({"name": counts.index.astype(str), "count": counts.to_numpy()})
    table["key"] = [key(name) for name in table["name"]]
    table["length"] = table["name"].str.len()
    table = table.sort_values(["key", "count", "length", "name"], ascending=[True, False, False, True])
    table["shown"] = table.groupby("key")["name"].transform("first")
    several = table[table.groupby("key")["name"].transform("size") > 1]
    merged = {str(shown): tuple(sorted(group)) for shown, group in several.groupby("shown")["name"]}
    return names.map(dict(zip(table["name"], table["shown"], strict=True))), merged


def _words(name: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKC", name).casefold()
    text = INITIALS.sub(lambda found: found[0].replace(".", ""), folded).replace(",", " ").replace(".", " ")
    return tuple(BRACKETS.sub(r" \1 ", text).split())


def _without_ending(words: tuple[str, ...], form: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without the legal form at their end; () when it is not there or nothing would remain.

    Chinese forms are written onto the name, with or without spaces; others are words of their own.
    """
    if len(words) > len(form) and words[-len(form) :] == form:
        return words[: -len(form)]
    ending, whole = "".join(form), "".join(words)
    if ending.isascii() or whole == ending or not whole.endswith(ending):
        return ()
    return (whole.removesuffix(ending),)
