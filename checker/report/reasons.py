"""Reasons and problems of lines: columns of tuples that many lines share, put into words once per distinct reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checker.numbering import group_objects
from checker.report.coded import TEXT, Coded, to_arrow

if TYPE_CHECKING:
    import pandas as pd

    from checker.numbering import Numbers


class Reason(Protocol):
    """A reason or problem: a :class:`checker.messages.Remark` of this run, or what an earlier report said."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def zh(self) -> str:
        """The sentence in Chinese."""

    @property
    def en(self) -> str:
        """The sentence in English."""

    @property
    def evidence(self) -> Mapping[str, str]:
        """The texts and places it rests on."""


@dataclass(frozen=True)
class Told:
    """A reason as an earlier report words it."""

    code: str
    zh: str
    en: str
    evidence: Mapping[str, str]


@dataclass(frozen=True)
class CodedLists:
    """A column of lists of reasons as numbers.

    Attributes:
        codes: For every row the number of its list (int32).
        offsets: Where each list begins in ``places``, and the last ends.
        places: The places of the entries of all lists in ``entries``, one list after the other.
        entries: The distinct reasons.
    """

    codes: "Numbers"
    offsets: "Numbers"
    places: "Numbers"
    entries: list[Any]

    def word(self, convert: Callable[[Any], str]) -> pa.Array:
        """Return every distinct reason in words."""
        return to_arrow([convert(entry) for entry in self.entries])

    def join(self, words: pa.Array, between: str) -> Coded:
        """Return the text of every row's list: the words of its reasons (see :meth:`word`) with ``between`` them."""
        lists = pa.ListArray.from_arrays(pa.array(self.offsets, pa.int32()), words.take(pa.array(self.places)))
        joined = pc.binary_join(lists, pa.scalar(between, TEXT)).dictionary_encode()
        return Coded(joined.indices.to_numpy()[self.codes], joined.dictionary)


def encode_lists(column: "pd.Series[Any]") -> CodedLists:
    """Return a column of tuples or lists of reasons as numbers; lists and reasons are told apart by identity."""
    groups, lists = group_objects(column)
    lengths = np.fromiter(map(len, lists), np.int64, len(lists))
    entries, distinct = group_objects(np.fromiter(chain.from_iterable(lists), object, int(lengths.sum())))
    offsets = np.append(0, np.cumsum(lengths))
    return CodedLists(groups.numbers.astype(np.int32), offsets, entries.numbers, distinct.tolist())
