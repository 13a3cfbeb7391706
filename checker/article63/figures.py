"""Weighed lines as plain columns of numbers, on which the figures of cases are worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

import numpy as np
import pandas as pd

from checker.article63.totals import SUMMED, to_yuan
from checker.numbering import group_numbers, group_objects

TEXTS = ("case", "product", "provision")
TUPLES = ("categories", "second")
FLAGS = (
    "held", "review", "held_other", "review_other", "sold", "costed", "unpriced", "undated", "past_limitation", "counted",
)  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """What the figures of cases, readings, levers and products rest on, of every line or of lines put together.

    Attributes:
        columns: By name the flags, the money and numbers of lines that are added up, and texts and tuples as numbers.
        names: By name of a column what its numbers stand for; texts in order of characters.
    """

    columns: Mapping[str, np.ndarray]
    names: Mapping[str, np.ndarray]

    @classmethod
    def read(cls, lines: pd.DataFrame) -> Self:
        """Return the figures of named lines, see ``checker.article63.names``."""
        columns = {name: lines[name].to_numpy() for name in (*FLAGS, *SUMMED)}
        names = {}
        for name in TEXTS:
            texts = lines[name].array
            columns[name], names[name] = texts.codes, texts.categories.to_numpy(dtype=object)
        for name in TUPLES:
            shared, objects = group_objects(lines[name])
            numbers, distinct = pd.factorize(objects)
            columns[name], names[name] = numbers[shared.numbers], distinct
        return cls(columns, names)

    def __getitem__(self, name: str) -> np.ndarray:
        """Return a column."""
        return self.columns[name]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.columns["lines"])

    def select(self, rows: np.ndarray) -> "Figures":
        """Return some rows, chosen by flags or positions."""
        return Figures({name: column[rows] for name, column in self.columns.items()}, self.names)

    def fold(self) -> "Figures":
        """Return the rows with those put together that only money and numbers of lines tell apart; these are added up.

        Every figure is a sum, so that figures of folded rows are the same. The money must be safe to add.
        """
        texts = ((self.columns[name], len(known)) for name, known in self.names.items())
        groups = group_numbers([*texts, *((self.columns[name], 2) for name in FLAGS)])
        kept = {name: column[groups.first] for name, column in self.columns.items() if name not in SUMMED}
        return Figures(kept | {name: groups.add(self.columns[name]) for name in SUMMED}, self.names)

    def find(self, name: str, text: str) -> np.ndarray:
        """Return which rows have a text."""
        found: np.ndarray = (self.names[name] == text)[self.columns[name]]
        return found

    def narrow(self, name: str) -> "Figures":
        """Return the rows with no more texts to a column's numbers than they have."""
        used = np.bincount(self.columns[name], minlength=len(self.names[name])) > 0
        numbers = (np.cumsum(used) - 1)[self.columns[name]]
        return Figures({**self.columns, name: numbers}, {**self.names, name: self.names[name][used]})

    def sum_by(self, by: Sequence[str], column: str) -> dict[Any, Decimal]:
        """Return the exact sums in yuan of a column of money by one column (keys are its texts) or several (keys are tuples)."""
        groups = group_numbers((self.columns[name], len(self.names[name])) for name in by)
        keys = [self.names[name][self.columns[name][groups.first]].tolist() for name in by]
        sums = map(to_yuan, groups.add(self.columns[column]).tolist())
        return dict(zip(keys[0] if len(by) == 1 else zip(*keys, strict=True), sums, strict=True))
