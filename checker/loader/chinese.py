"""Chinese text as it is kept and as it is compared: width, white space and script do not count, signs and figures do."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from checker.loader.layout import layout

if TYPE_CHECKING:
    import opencc

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe00-\ufe0f]")
WHITE = re.compile(r"\s+")
WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6≥≤"
BESIDE_WIDE = re.compile(rf"(?<=[{WIDE}]) | (?=[{WIDE}])")
STOP = re.compile(r"(?<!\d)\.(?!\d)|(?<=\D)\.|\.(?=\D|$)")
QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "『": '"', "』": '"', "µ": "μ"})


def tidy(text: str) -> str:
    """Return text as it is kept: no invisible signs, one blank where there were several, none beside Chinese signs."""
    plain = WHITE.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()
    return BESIDE_WIDE.sub("", plain)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return text as it is compared: no white space, half width, simplified characters, one sign for each comparison.

    Figures, units (with their letter case) and words stay.
    """
    plain = unicodedata.normalize("NFKC", INVISIBLE.sub("", text).translate(QUOTES))
    plain = WHITE.sub("", plain).translate(QUOTES)
    plain = fold_comparisons(plain)
    return simplify(STOP.sub("。", plain))


def fold_comparisons(text: str) -> str:
    """Return text with the typographic forms of ``>=``, ``<=``, ``>`` and ``<`` replaced by those."""
    for comparison, signs in layout().comparison_signs:
        for sign in signs:
            text = text.replace(sign, comparison)
    return text


def simplify(text: str) -> str:
    """Return text in simplified characters."""
    return text if text.isascii() else str(_converter().convert(text))


def is_chinese(sign: str) -> bool:
    """Whether a sign is a Chinese character."""
    return "\u3400" <= sign <= "\u9fff"


@cache
def _converter() -> "opencc.OpenCC":
    import opencc  # noqa: PLC0415 - only where text is compared

    return opencc.OpenCC("t2s")
