"""Known makers' names in running text."""

from collections.abc import Mapping
from typing import NamedTuple

from checker.matcher.company_names import company_words
from checker.matcher.word_finder import WordFinder

SHORTEST_SPREAD = 4
"""Shorter names count only where their letters stand together."""


class Mention(NamedTuple):
    """A maker's name found in a normalised text."""

    start: int
    end: int
    maker: str


class NameFinder:
    """Finds every known name in running text; everyday words are no names there."""

    def __init__(self, own: Mapping[str, frozenset[str]]) -> None:
        common = company_words().common
        self._own = own
        self._keys = [key for key, makers in own.items() if len(makers) == 1 and len(key) > 1 and key not in common]
        self._finder = WordFinder(self._keys)

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the names in a normalised text; see :meth:`Makers.find_in`."""
        places = [place for place, sign in enumerate(text) if sign.isalnum()]
        bare = "".join(text[place] for place in places)
        found = []
        for index, start, end in self._finder.find(bare):
            first, last = places[start], places[end - 1] + 1
            key = self._keys[index]
            spread = last - first > len(key) and len(key) < SHORTEST_SPREAD
            if is_whole_word(text, first, last) and not spread:
                found.append(Mention(first, last, next(iter(self._own[key]))))
        return tuple(found)


def is_whole_word(text: str, start: int, end: int) -> bool:
    """Whether a place in a text does not cut through a run of Latin letters or digits."""
    before = start and text[start - 1].isascii() and text[start - 1].isalnum() and text[start].isascii()
    after = end < len(text) and text[end].isascii() and text[end].isalnum() and text[end - 1].isascii()
    return not (before or after)
