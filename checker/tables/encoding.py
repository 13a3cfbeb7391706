"""The encoding of a text file: by its marks, else by what decodes and reads as Chinese."""

import re
from pathlib import Path

from checker.tables.sheet import UnreadableTableError

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
FEW = 200
"""Of so many wide characters one may be damaged: it then stands in the text as ``\ufffd``."""
ISOLATED = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
HIGH = re.compile(rb"[\x80-\xff]+")
CHINESE = ("gb18030", "big5")
COMMON_LAST = {"gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6)}
"""Lead bytes of the level-one characters, which make up nearly all of everyday text."""


def decode_text(data: bytes, path: Path) -> str:
    """Return the text of a file.

    Raises:
        UnreadableTableError: It is binary, or no known encoding fits.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decode(data, encoding, path)
    if b"\0" in data:
        return _decode(data, guess_utf16(data, path), path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(data, path)


def guess_utf16(data: bytes, path: Path) -> str:
    """Return the byte order of UTF-16 without a mark: every other byte of ASCII text is NUL.

    Raises:
        UnreadableTableError: The NULs stand otherwise, so it is no text.
    """
    head = data[:65536]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if len(data) % 2 == 0 and max(odd, even) > len(head) // 32 and min(odd, even) * 4 <= max(odd, even):
        return "utf-16-le" if odd > even else "utf-16-be"
    raise UnreadableTableError("table_not_a_table", path=str(path))


def find_encoding(beginning: bytes, path: Path) -> tuple[str, str]:
    """Return the encoding of a text from its beginning, as whole lines as can be, and how errors in it are handled.

    Raises:
        UnreadableTableError: It is binary, or no known encoding fits.
    """
    for mark, encoding in MARKS:
        if beginning.startswith(mark):
            return encoding, "strict"
    data = beginning[: beginning.rfind(b"\n") + 1] or beginning
    if b"\0" in data:
        return guess_utf16(data[: len(data) // 2 * 2], path), "strict"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _find_other(data, path)
    return "utf-8", "replace"


def _decode_other(data: bytes, path: Path) -> str:
    encoding, errors = _find_other(data, path)
    return data.decode(encoding, errors) if errors == "replace" else _decode(data, encoding, path)


def _find_other(data: bytes, path: Path) -> tuple[str, str]:
    """Return the encoding of a text that is not quite UTF-8: with a few damaged signs, Western, or Chinese."""
    damaged = data.decode("utf-8", "replace")
    wide = sum(sign > "\x7f" for sign in damaged)
    if damaged.count("\ufffd") * FEW <= wide:
        return "utf-8", "replace"
    isolated = len(ISOLATED.findall(data))
    high = sum(len(run) for run in HIGH.findall(data))
    if isolated > 0.9 * high:
        return "cp1252", "strict"
    return guess_chinese(data, path), "strict"


def guess_chinese(data: bytes, path: Path) -> str:
    """Return ``gb18030`` or ``big5``, whichever decodes and has the larger share of everyday characters.

    Raises:
        UnreadableTableError: Neither decodes.
    """
    shares = {encoding: share for encoding in CHINESE if (share := _share_common(data, encoding)) is not None}
    if not shares:
        raise UnreadableTableError("table_bad_encoding", path=str(path))
    return max(shares, key=lambda encoding: shares[encoding])


def _share_common(data: bytes, encoding: str) -> float | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    first, last = COMMON_LAST[encoding]
    wide = [character.encode(encoding)[0] for character in set(text) if ord(character) > 0x7F]
    return sum(first <= lead <= last for lead in wide) / max(len(wide), 1)


def _decode(data: bytes, encoding: str, path: Path) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableTableError("table_bad_encoding", path=str(path)) from error
