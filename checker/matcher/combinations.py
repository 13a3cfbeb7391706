"""Two words that name a listed product together, whatever stands between them: 日志…分析, 运维…审计.

They are data, ``directory_data/vocabulary/combinations.csv``. A combination speaks where no term names the thing, and
where only a broad one does (审计系统).
"""

from collections import defaultdict
from functools import cache
from typing import Any, NamedTuple

from checker.matcher.naming import Cell
from checker.matcher.text import END, mark, normalise
from checker.resources import read_rows

FARTHEST = 16
"""So many signs may stand between the two words."""


class Combination(NamedTuple):
    """Both words as found, and what they name together."""

    words: str
    categories: tuple[str, ...]


def find_combination(cell: Cell) -> Combination | None:
    """Return the combination whose words are longest, or None when the cell has none or names something else."""
    if not cell.marked or cell.reading.kind not in ("", "broad"):
        return None
    automaton, words, pairs = _pairs()
    found = [(words[index], start, end) for index, start, end in _search(automaton, cell.marked)]
    best: Combination | None = None
    length = 0
    for first, _, end in found:
        for second, start, _ in found:
            categories = pairs.get((first, second))
            if categories and 0 <= start - end <= FARTHEST and len(first) + len(second) > length:
                length = len(first) + len(second)
                best = Combination(f"{_plain(first)} … {_plain(second)}", categories)
    return best


def _search(automaton: Any, text: str) -> list[tuple[int, int, int]]:  # noqa: ANN401 - the library ships no types
    return automaton.find_matches_as_indexes(text, overlapping=True)  # type: ignore[no-any-return]


def _plain(word: str) -> str:
    return word.replace(END, " ").strip()


@cache
def _pairs() -> tuple[Any, list[str], dict[tuple[str, str], tuple[str, ...]]]:
    """Return the automaton of all words, the words, and the categories of each pair."""
    from ahocorasick_rs import AhoCorasick  # noqa: PLC0415 - only needed when a check runs

    pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in read_rows("vocabulary", "combinations.csv"):
        pair = mark(normalise(row["first"])), mark(normalise(row["second"]))
        pairs[pair] |= set(row["categories"].split("|"))
    words = sorted({word for pair in pairs for word in pair})
    return AhoCorasick(words), words, {pair: tuple(sorted(found)) for pair, found in pairs.items()}
