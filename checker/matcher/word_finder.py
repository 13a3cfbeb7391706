"""Words of a long fixed list found in running text: the leftmost first, the longest at each place, none inside another."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

LOOKED_UP = 2_000
"""So many texts are searched by looking words up; from then on an automaton pays, which takes longer to build."""


class WordFinder:
    """Finds words in texts. A few texts are looked through place by place, many with an automaton; the result is the same.

    Attributes:
        words: The words, distinct and not empty.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self._searched = 0
        self._automaton: Any = None
        self._numbers = {word: number for number, word in enumerate(words)}
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in words:
            lengths[word[:2]].add(len(word))
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Return number, beginning and end of every word in a text, from left to right."""
        if self._automaton is not None:
            return self._automaton.find_matches_as_indexes(text)  # type: ignore[no-any-return]
        self._searched += 1
        if self._searched > LOOKED_UP:
            self._build()
        return self._look_up(text)

    def find_holding(self, texts: Sequence[str]) -> set[int]:
        """Return the places of those texts, none of them with a line break, in which any word stands."""
        if self._automaton is None and len(texts) > LOOKED_UP:
            self._build()
        if self._automaton is None:
            return {place for place, text in enumerate(texts) if self.find(text)}
        ends = list(accumulate(len(text) + 1 for text in texts))
        found = self._automaton.find_matches_as_indexes("\n".join(texts))
        return {bisect_right(ends, start) for _, start, _ in found}

    def _build(self) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind  # noqa: PLC0415 - only where many texts are searched

        self._automaton = AhoCorasick(self.words, matchkind=MatchKind.LeftmostLongest)

    def _look_up(self, text: str) -> list[tuple[int, int, int]]:
        numbers, lengths, ends = self._numbers, self._lengths, len(text)
        found = []
        place = 0
        while place < ends:
            for length in (*lengths.get(text[place : place + 2], ()), 1):
                number = numbers.get(text[place : place + length])
                if number is not None and place + length <= ends:
                    found.append((number, place, place + length))
                    place += length
                    break
            else:
                place += 1
        return found
