"""A column of texts that answers questions about every text by asking about each distinct one once."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

import numpy as np

SAMPLE = 4096
REPEATS = 0.985
"""A column of whose sample a larger share is distinct is asked about every text rather than taken apart first."""
FEW = 256
"""So many texts are tested sooner than an expression is prepared that would choose whom to test."""
BEGINNING = 4
"""So many signs of a word an expression for its beginning knows; a longer one would take longer to prepare than to ask."""
DIGITS, IDEOGRAPHS = "0123456789", ("\u4e00", "\u9fff")
"""Signs that normalising and case folding leave as they are."""

Question = Callable[[Any], np.ndarray]
"""Takes an Arrow array of texts and returns a truth value for each."""


class Texts:
    """A column as an Arrow string array, and as distinct texts with a code a row.

    Attributes:
        plain: One text a row.
    """

    def __init__(self, plain: Any, encoded: tuple[Any, np.ndarray] | None = None) -> None:  # noqa: ANN401 - Arrow
        """Take a column, and its distinct texts and codes where they are known; ``encoded`` may hold texts that no row has."""
        self.plain = plain
        self._encoded = encoded

    @classmethod
    def constant(cls, text: str, length: int) -> "Texts":
        """Return a column of one and the same text."""
        import pyarrow as pa  # noqa: PLC0415 - with the data only

        scalar = pa.scalar(text, pa.large_string())
        return cls(pa.repeat(scalar, length), (pa.repeat(scalar, 1), np.zeros(length, dtype=np.int32)))

    def __len__(self) -> int:
        return len(self.plain)

    def __getitem__(self, place: int) -> str:
        return str(self.plain[place].as_py())

    @property
    def distinct(self) -> Any:  # noqa: ANN401 - Arrow arrays have no types
        """Distinct texts as an Arrow array."""
        return self._encode()[0]

    @property
    def codes(self) -> np.ndarray:
        """Position in ``distinct`` of every row's text."""
        return self._encode()[1]

    @cached_property
    def filled(self) -> np.ndarray:
        """Whether each text is not empty."""
        import pyarrow.compute as pc  # noqa: PLC0415 - with the data only

        filled: np.ndarray = pc.not_equal(self.plain, "").to_numpy(zero_copy_only=False)
        return filled

    def take(self, places: np.ndarray) -> "Texts":
        """Return the texts at ``places``; what is known of the column is known of a large part of it."""
        start = int(places[0]) if len(places) else 0
        if not len(places) or (int(places[-1]) - start + 1 == len(places) and _ascends(places)):
            return self.stretch(start, len(places))
        return Texts(self.plain.take(places), self._share(places, len(places)))

    def stretch(self, start: int, length: int) -> "Texts":
        """Return ``length`` texts from ``start`` on."""
        if not start and length == len(self):
            return self
        return Texts(self.plain.slice(start, length), self._share(slice(start, start + length), length))

    def ask(self, question: Question) -> np.ndarray:
        """Return for every row whether its text is one that ``question`` chooses."""
        if self._encoded is None and self._hardly_repeats:
            return question(self.plain)
        chosen = question(self.distinct)
        return chosen[self.codes] if chosen.any() else np.zeros(len(self), dtype=bool)

    def among(self, values: Any) -> np.ndarray:  # noqa: ANN401 - Arrow arrays have no types
        """Return which rows' texts are among those of an Arrow array."""
        import pyarrow.compute as pc  # noqa: PLC0415 - with the data only

        def is_among(texts: Any) -> np.ndarray:  # noqa: ANN401 - Arrow arrays have no types
            likely = values.filter(pc.is_in(values, texts)) if len(texts) < len(values) else values
            found: np.ndarray = pc.is_in(texts, likely).to_numpy(zero_copy_only=False)
            return found

        return self.ask(is_among)

    def find(self, pattern: str, test: Callable[[str], bool]) -> np.ndarray:
        """Return which rows' texts match an expression for RE2 and pass a test; of many texts those alone are tested that match."""
        return self.ask(lambda texts: _choose(texts, pattern, test))

    def _encode(self) -> tuple[Any, np.ndarray]:
        if self._encoded is None:
            encoded = self.plain.dictionary_encode()
            self._encoded = encoded.dictionary, encoded.indices.to_numpy()
        return self._encoded

    def _share(self, rows: np.ndarray | slice, length: int) -> tuple[Any, np.ndarray] | None:
        """Return what is known of the column for some of its rows, unless they are fewer than its distinct texts."""
        if self._encoded is None or length < len(self._encoded[0]):
            return None
        distinct, codes = self._encoded
        return distinct, codes[rows]

    @cached_property
    def _hardly_repeats(self) -> bool:
        """Whether a sample from the whole column says that nearly every text stands in it once."""
        step = len(self) // SAMPLE
        if not step:
            return False
        sample = self.plain.take(np.arange(SAMPLE) * step)
        return len(sample.unique()) > REPEATS * SAMPLE


def matches(texts: Any, pattern: str) -> np.ndarray:  # noqa: ANN401 - Arrow arrays have no types
    """Return which texts of an Arrow array an expression for RE2 is found in."""
    import pyarrow.compute as pc  # noqa: PLC0415 - with the data only

    found: np.ndarray = pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False)
    return found


def alphabet_pattern(words: Iterable[str]) -> str:
    """Return an expression for RE2 that a text must match to be one of some normalised words, whatever becomes of its other signs.

    It has no digit and no ideograph that none of the words has.
    """
    first, last = IDEOGRAPHS
    known = {sign for word in words for sign in word if sign in DIGITS or first <= sign <= last}
    return rf"^(?:[^0-9{first}-{last}]|[{''.join(sorted(known))}])*$" if known else rf"^[^0-9{first}-{last}]*$"


def start_pattern(words: Iterable[str]) -> str:
    """Return an expression for RE2 that a text must match to begin with one of some normalised words, in any case, bracketed or not.

    It knows the beginnings of the words only. From a sign on that is neither ASCII nor an ideograph anything may follow: normalising
    may change it.
    """
    first, last = IDEOGRAPHS
    changing = rf"[^\x00-\x7f{first}-{last}]"
    patterns = []
    for start in sorted({word[:BEGINNING] for word in words}):
        pattern = ""
        for sign in reversed(start):
            exact = r"[\x00-\x20]+" if sign == " " else rf"[\x00-\x20]*{re.escape(sign)}"
            pattern = rf"(?:{exact}{pattern}|[\x00-\x20]*{changing})"
        patterns.append(pattern)
    return rf"(?i)^[\x00-\x20]*[(\[]?(?:{'|'.join(patterns)})"


def _choose(texts: Any, pattern: str, test: Callable[[str], bool]) -> np.ndarray:  # noqa: ANN401 - Arrow
    if len(texts) <= FEW:
        chosen = np.array([test(text) for text in texts.to_pylist()], dtype=bool)
        return chosen & matches(texts, pattern) if chosen.any() else chosen
    chosen = matches(texts, pattern)
    likely = np.flatnonzero(chosen)
    if len(likely):
        encoded = texts.take(likely).dictionary_encode()
        passed = np.array([test(text) for text in encoded.dictionary.to_pylist()], dtype=bool)
        chosen[likely] = passed[encoded.indices.to_numpy()]
    return chosen


def _ascends(places: np.ndarray) -> bool:
    return bool((places[1:] > places[:-1]).all())
