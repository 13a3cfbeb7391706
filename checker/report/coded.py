"""Columns of texts as numbers into their distinct texts: work is done once per text, however many rows have it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from checker.report.safety import number_distinct

Codes = np.ndarray[Any, np.dtype[np.integer[Any]]]


@dataclass(frozen=True)
class Coded:
    """A column of texts.

    Attributes:
        codes: For every row the place of its text in ``texts``.
        texts: The texts, without gaps; equal ones may stand there more than once.
    """

    codes: Codes
    texts: "pd.Series[str]"

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.codes)

    def take(self, rows: Codes | slice) -> "Coded":
        """Return the chosen rows, by 0-based position, with no more texts than they have."""
        codes = self.codes[rows]
        used = np.zeros(len(self.texts), dtype=np.bool_)
        used[codes] = True
        if used.all():
            return Coded(codes, self.texts)
        places = np.cumsum(used, dtype=np.int32) - 1
        return Coded(places[codes], self.texts[used].reset_index(drop=True))

    def turn(self, convert: Callable[["pd.Series[str]"], "pd.Series[str]"]) -> "Coded":
        """Return the column with its texts converted all at once."""
        return Coded(self.codes, convert(self.texts))

    def word(self, convert: Callable[[str], str]) -> "Coded":
        """Return the column with its texts converted one by one."""
        return self.turn(lambda texts: pd.Series([convert(text) for text in texts.tolist()], dtype="str"))

    def spread(self, rows: Codes, count: int, elsewhere: str = "") -> "Coded":
        """Return a column of ``count`` rows: this one's stand at the given 0-based positions."""
        codes = np.full(count, len(self.texts), dtype=np.int32)
        codes[rows] = self.codes
        return Coded(codes, _append(self.texts, elsewhere))

    def put(self, row: int, text: str) -> "Coded":
        """Return the column with another text in one row."""
        codes = self.codes.copy()
        codes[row] = len(self.texts)
        return Coded(codes, _append(self.texts, text))

    def head(self, text: str) -> "Coded":
        """Return the column with a text above its first row."""
        return Coded(np.append(np.int32(len(self.texts)), self.codes), _append(self.texts, text))

    def decode(self) -> "pd.Series[str]":
        """Return the text of every row."""
        return self.texts.take(self.codes).reset_index(drop=True)


def encode(column: "pd.Series[Any]") -> Coded:
    """Return a series of texts without gaps as a coded column."""
    codes, texts = pd.factorize(column)
    return Coded(codes.astype(np.int32), pd.Series(texts, dtype="str"))


def encode_lists(column: "pd.Series[Any]", *converts: Callable[[Any], str]) -> tuple[Coded, ...]:
    """Return a coded column per function: its text of every object, called once per distinct object (by identity)."""
    codes, objects = number_distinct(column)
    columns = (encode(pd.Series([convert(one) for one in objects], dtype="str")) for convert in converts)
    return tuple(Coded(column.codes[codes], column.texts) for column in columns)


def encode_reasons(column: "pd.Series[Any]", *languages: str, between: str = "\n") -> tuple[Coded, ...]:
    """Return the texts of reasons or problems in each language, by default one under the other."""
    return encode_lists(
        column,
        *(
            lambda entries, key=f"text_{language}": between.join(entry[key] for entry in entries)
            for language in languages
        ),
    )


def encode_numbers(numbers: "pd.Series[int]") -> Coded:
    """Return integers as texts; they are taken to be all different."""
    return Coded(np.arange(len(numbers), dtype=np.int32), numbers.astype("str").reset_index(drop=True))


def repeat(text: str, count: int) -> Coded:
    """Return a column of the same text in every row."""
    return Coded(np.zeros(count, dtype=np.int32), pd.Series([text], dtype="str"))


def combine(*columns: Codes) -> Codes:
    """Return for every row the number of its combination of codes, in order of first appearance."""
    combined = columns[0].astype(np.int64)
    for codes in columns[1:]:
        combined, _ = pd.factorize(combined * (codes.max(initial=0) + 1) + codes)
    return pd.factorize(combined)[0]


def find_first(codes: Codes) -> Codes:
    """Return the first row of every code, from 0 on, of codes without gaps."""
    first = np.empty(codes.max(initial=-1) + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first


def sort_codes(column: Coded) -> Codes:
    """Return codes of the same rows that sort as their texts do."""
    ranks = np.empty(len(column.texts), dtype=np.int64)
    ranks[column.texts.argsort(kind="stable")] = np.arange(len(ranks))
    return ranks[column.codes]


def _append(texts: "pd.Series[str]", text: str) -> "pd.Series[str]":
    return pd.concat([texts, pd.Series([text], dtype="str")], ignore_index=True)
