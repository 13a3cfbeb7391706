"""One normal form of text, so that spellings which mean the same compare equal."""

import re
import unicodedata
from functools import cache
from typing import Any

DASHES = re.compile(r"[\u2010-\u2015\u2043\u2212\u30fc\ufe58\ufe63\uff0d]")
SPACES = re.compile(r"\s+")


@cache
def _converter() -> Any:  # noqa: ANN401 - opencc ships no types
    from opencc import OpenCC  # noqa: PLC0415 - loads dictionaries; only needed when there is Chinese text

    return OpenCC("t2s")


def normalise(text: str) -> str:
    """Return the normal form of one text: NFKC, simplified characters, one dash, single spaces, case folded.

    Normalising twice is normalising once.
    """
    plain = DASHES.sub("-", unicodedata.normalize("NFKC", text))
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", _converter().convert(plain))
    return SPACES.sub(" ", plain.casefold()).strip()
