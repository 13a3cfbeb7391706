"""The certificate that a line itself names: whether the register confirms it, and whether it counts at all."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from checker.loader.words import fold, is_empty, words
from checker.matcher.lookalikes import LookAlike, recognise
from checker.matcher.text import normalise

if TYPE_CHECKING:
    import pandas as pd

NumberState = Literal["none", "listed", "unlisted", "lookalike"]
NUMBER_SEPARATOR = re.compile(r"[、，,；;\n|]+|\s+/\s+")


@dataclass(frozen=True)
class DeclaredNumber:
    """What a line's certificate cell says.

    Attributes:
        text: The cell as printed.
        state: ``none`` (nothing, or not yet certified), ``listed`` (a loaded list has the number), ``unlisted``, ``lookalike``.
        entries: Positions of the register's entries with one of its numbers.
        lookalike: Which kind of paper it is when it does not count.
    """

    text: str
    state: NumberState
    entries: tuple[int, ...] = ()
    lookalike: LookAlike | None = None


NOTHING_DECLARED = DeclaredNumber("", "none")


@cache
def number_key(number: str) -> str:
    """Return a certificate number as numbers are compared: width, blanks, dashes and case do not count, every other sign does."""
    return re.sub(r"[\s\-_]+", "", normalise(number))


def index_numbers(numbers: "pd.Series[str]") -> Mapping[str, tuple[int, ...]]:
    """Return the key of every number with the positions where it stands."""
    positions: dict[str, list[int]] = defaultdict(list)
    for position, number in enumerate(numbers.tolist()):
        if key := number_key(number):
            positions[key].append(position)
    return {key: tuple(found) for key, found in positions.items()}


def read_declared(
    text: str, numbers: Mapping[str, tuple[int, ...]], kind_of: Callable[[int], LookAlike | None] = lambda _: None
) -> DeclaredNumber:
    """Return what a certificate cell says.

    A number in a loaded list is what the list says it is; of several numbers in one cell any may be listed.

    Args:
        text: The cell.
        numbers: The register's :func:`index_numbers`.
        kind_of: Returns which kind of paper that does not count the register's entry at a position is, or None.
    """
    if is_empty(text) or any(word in fold(text) for word in words("pending")):
        return NOTHING_DECLARED
    named = [text, *NUMBER_SEPARATOR.split(text)]
    entries = sorted({entry for number in named for entry in numbers.get(number_key(number), ())})
    if entries:
        papers = [kind_of(entry) for entry in entries]
        state: NumberState = "lookalike" if all(papers) else "listed"
        return DeclaredNumber(text, state, tuple(entries), papers[0] if state == "lookalike" else None)
    lookalike = recognise(text)
    if lookalike:
        return DeclaredNumber(text, "lookalike", lookalike=lookalike)
    return DeclaredNumber(text, "unlisted")
