r"""Text from a stranger's cells made harmless for the place it is shown in, without hiding that it was odd.

Control characters become their pictures (``\x1b`` → ``␛``), those that turn the direction of writing and code points that
are no characters become ``�``.
"""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

LINE_BREAKS = "\t\n\v\f\r\x85\u2028\u2029"
_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
_TURNING = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_NO_CHARACTERS = [*range(0x80, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
_IN_A_CELL = {code: picture for code, picture in _PICTURES.items() if chr(code) not in "\t\n\r"} | dict.fromkeys(
    [*_TURNING, *_NO_CHARACTERS], 0xFFFD
)
_IN_A_LINE = _IN_A_CELL | dict.fromkeys(map(ord, LINE_BREAKS), " ")
_HARMFUL = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x{9f}\x{61c}\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{fffe}\x{ffff}]"
)
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


def clean_cell(text: str) -> str:
    """Return a text that may stand in a cell or in XML: tabs and line breaks stay, other controls become visible."""
    return text.translate(_IN_A_CELL)


def clean_line(text: str) -> str:
    """Return a text that may stand in one line of a terminal or page: line breaks become spaces, controls visible."""
    return text.translate(_IN_A_LINE)


def clean_cells(texts: "pa.Array") -> "pa.Array":
    """Return an Arrow array of texts with :func:`clean_cell` applied; harmless ones are returned as they are."""
    import pyarrow as pa  # noqa: PLC0415 - with the formats that need it
    import pyarrow.compute as pc  # noqa: PLC0415 - likewise

    harmful = pc.match_substring_regex(texts, _HARMFUL)
    if not pc.any(harmful).as_py():
        return texts
    cleaned = [clean_cell(text) for text in texts.filter(harmful).to_pylist()]
    return pc.replace_with_mask(texts, harmful, pa.array(cleaned, texts.type))


def clean_tree(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a JSON value with every text in it, keys aside, cleaned for one line."""
    if isinstance(value, str):
        return clean_line(value)
    if isinstance(value, dict):
        return {key: clean_tree(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [clean_tree(entry) for entry in value]
    return value


def disarm(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Return texts with an apostrophe before those that a spreadsheet would run (=, +, -, @, tab, CR first)."""
    return texts.where(~texts.str.startswith(_RUN_BY_SPREADSHEETS), "'" + texts)


def escape_controls(document: bytes) -> bytes:
    r"""Return UTF-8 JSON with DEL and the C1 controls as ``\u`` escapes; the others are escaped by any JSON writer."""
    if b"\x7f" not in document and b"\xc2" not in document:
        return document
    return re.sub(rb"\x7f|\xc2[\x80-\x9f]", lambda found: b"\\u%04x" % ord(found[0].decode()), document)
