"""Cells that say ``同上``, ``〃`` or ``ditto``: the text above them counts. The words are in ``directory_data/inventory/dittos.csv``."""

import re
import unicodedata
from functools import cache
from typing import Any

import numpy as np

from checker.inventory.columns import Note
from checker.resources import read_rows


def is_ditto(text: str) -> bool:
    """Whether a cell refers to the cell above it, alone or with an addition in brackets or behind a comma."""
    return _pattern().fullmatch(_plain(text)) is not None


def take_over(texts: Any, note: Note) -> tuple[Any, np.ndarray]:  # noqa: ANN401 - Arrow arrays have no types
    """Return a column in which every ditto has the text of the line above, and which positions have none above.

    An addition stays behind what is taken over: ``同上（备机）`` below ``防火墙`` is ``防火墙（备机）``. Every ditto is noted.

    Args:
        texts: Arrow string array, one text a line.
        note: Called with position, message code and the cell's text for each ditto.
    """
    import pyarrow as pa  # noqa: PLC0415 - with the data only

    lost = np.zeros(len(texts), dtype=bool)
    encoded = texts.dictionary_encode()
    dittos = np.array([is_ditto(text) for text in encoded.dictionary.to_pylist()], dtype=bool)
    if not dittos.any():
        return texts, lost
    column = texts.to_pylist()
    for position in np.flatnonzero(dittos[encoded.indices.to_numpy()]).tolist():
        text, above = column[position], column[position - 1] if position else ""
        found = _pattern().fullmatch(_plain(text))
        column[position] = f"{above}{(found and found['rest']) or ''}" if above else ""
        lost[position] = not above
        note(position, "cell_ditto" if above else "cell_ditto_of_nothing", text)
    return pa.array(column, pa.large_string()), lost


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


@cache
def _pattern() -> re.Pattern[str]:
    words: dict[str, list[str]] = {"word": [], "mark": []}
    for row in read_rows("inventory", "dittos.csv"):
        word = _plain(row["word"])
        words[row["kind"]].append(re.escape(word) if word.isascii() else r"\s*".join(map(re.escape, word)))
    ordered = {kind: "|".join(sorted(found, key=len, reverse=True)) for kind, found in words.items()}
    pattern = rf"[(\[]?(?:{ordered['word']})[)\]]?\.?(?P<rest>\s*[,;、(\[:].*)?|(?:{ordered['mark']})"
    return re.compile(pattern, re.IGNORECASE)
