"""Cells that say ``同上``, ``〃`` or ``ditto``: the text above them counts. The words are in ``directory_data/inventory/dittos.csv``."""

import re
import unicodedata
from functools import cache

import numpy as np

from checker.inventory.columns import Note
from checker.inventory.texts import Texts, start_pattern
from checker.resources import read_rows


def is_ditto(text: str) -> bool:
    """Whether a cell refers to the cell above it, alone or with an addition in brackets or behind a comma."""
    return _pattern().fullmatch(_plain(text)) is not None


def take_over(texts: Texts, note: Note) -> tuple[Texts, np.ndarray]:
    """Return a column in which every ditto has the text of the line above, and which positions have none above.

    An addition stays behind what is taken over: ``同上（备机）`` below ``防火墙`` is ``防火墙（备机）``. Every ditto is noted.

    Args:
        texts: One text a line.
        note: Called with position, message code and the cell's text for each ditto.
    """
    import pyarrow as pa  # noqa: PLC0415 - with the data only
    import pyarrow.compute as pc  # noqa: PLC0415

    lost = np.zeros(len(texts), dtype=bool)
    dittos = find_dittos(texts)
    taken: dict[int, str] = {}
    for position in np.flatnonzero(dittos).tolist():
        text = texts[position]
        above = taken.get(position - 1, texts[position - 1]) if position else ""
        found = _pattern().fullmatch(_plain(text))
        taken[position] = f"{above}{(found and found['rest']) or ''}" if above else ""
        lost[position] = not above
        note(position, "cell_ditto" if above else "cell_ditto_of_nothing", text)
    if not taken:
        return texts, lost
    return Texts(pc.replace_with_mask(texts.plain, dittos, pa.array(list(taken.values()), pa.large_string()))), lost


def find_dittos(texts: Texts) -> np.ndarray:
    """Return which texts are dittos."""
    return texts.find(_likely(), is_ditto)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


@cache
def _likely() -> str:
    """Return an expression for RE2 that every ditto matches, and few other texts."""
    return start_pattern(_plain(row["word"]) for row in read_rows("inventory", "dittos.csv"))


@cache
def _pattern() -> re.Pattern[str]:
    words: dict[str, list[str]] = {"word": [], "mark": []}
    for row in read_rows("inventory", "dittos.csv"):
        word = _plain(row["word"])
        words[row["kind"]].append(re.escape(word) if word.isascii() else r"\s*".join(map(re.escape, word)))
    ordered = {kind: "|".join(sorted(found, key=len, reverse=True)) for kind, found in words.items()}
    pattern = rf"[(\[]?(?:{ordered['word']})[)\]]?\.?(?P<rest>\s*[,;、(\[:].*)?|(?:{ordered['mark']})"
    return re.compile(pattern, re.IGNORECASE)
