"""Names of sellers and products that differ only in how they are written."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from checker.article63.cases import CaseBy
from checker.article63.totals import MONEY, make_addable
from checker.numbering import add_by
from checker.resources import read_rows

NAMED_COLUMNS = ("case",)
"""What :func:`name_cases` adds to ``checker.article63.gains.GAINS_COLUMNS``."""
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


def name_cases(weighed: pd.DataFrame, case_by: CaseBy) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]]]:
    """Return weighed lines (``GAINS_COLUMNS``) with one spelling per seller, product and shipment, and the name of their ``case``.

    Returns:
        The frame (:data:`NAMED_COLUMNS` added) with texts as categories in order of characters and money that is safe to
        add up, and the spellings of sellers that were merged.
    """
    counts = weighed["lines"]
    seller, merged = merge_spellings(weighed["seller"], seller_key, counts)
    product, _ = merge_spellings(weighed["product"], product_key, counts)
    shipment, _ = merge_spellings(weighed["shipment"], product_key, counts)
    if case_by == "category":
        numbers, ids = pd.factorize(weighed["categories"])
        case = _spread([" ".join(one) for one in ids], numbers, weighed.index)
    else:
        choices = {"seller": seller, "product": product, "shipment": shipment}
        whole = _spread([""], np.zeros(len(weighed), dtype=np.int64), weighed.index)
        case = choices.get(case_by, whole)
    texts = {name: _order(weighed[name]) for name in ("path", "sheet", "provision")}
    money = {name: make_addable(weighed[name]) for name in MONEY}
    named = {"seller": seller, "product": product, "shipment": shipment, "case": case}
    return weighed.assign(**texts, **money, **named), merged


def merge_spellings(
    names: "pd.Series[str]", key: Callable[[str], str], counts: "pd.Series[int] | None" = None
) -> tuple["pd.Series[Any]", dict[str, tuple[str, ...]]]:
    """Return one spelling per key for every line, and the spellings that were merged.

    The spelling shown is the most frequent, then the longest, then the first in order of characters, so that the
    order of the lines does not matter. ``counts`` are the lines that each row stands for, 1 when not given.

    Returns:
        The names to show, as categories, with the index of ``names``; and for each name that stands for several spellings
        all of them, in order.
    """
    numbers, distinct = pd.factorize(names)
    spellings = distinct.astype(object).tolist()
    lines = np.ones(len(names), dtype=np.int64) if counts is None else counts.to_numpy()
    often = add_by(numbers, len(spellings), lines)
    keys, groups = pd.factorize(np.fromiter(map(key, spellings), object, len(spellings)))
    shown, merged = list(spellings), {}
    if len(groups) < len(spellings):
        alike: dict[int, list[int]] = {}
        for spelling in np.flatnonzero(pd.Series(keys).duplicated(keep=False)).tolist():
            alike.setdefault(keys[spelling], []).append(spelling)
        for group in alike.values():
            first = min(group, key=lambda one: (-often[one], -len(spellings[one]), spellings[one]))
            merged[spellings[first]] = tuple(sorted(spellings[one] for one in group))
            for one in group:
                shown[one] = spellings[first]
    return _spread(shown, numbers, names.index), merged


def _order(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return a column of texts as categories in order of characters."""
    numbers, distinct = pd.factorize(column)
    return _spread(distinct.astype(object).tolist(), numbers, column.index)


def _spread(texts: Sequence[str], numbers: np.ndarray, index: pd.Index) -> "pd.Series[Any]":
    """Return a column that has for every row the text of its number, as categories in order of characters."""
    return pd.Series(pd.Categorical(pd.array(texts, dtype="str")).take(numbers), index=index)


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
