"""The encoding of a text file: by its marks, else by what decodes and reads as Chinese."""

from pathlib import Path

from checker.tables.sheet import UnreadableTableError

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
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
        raise UnreadableTableError("table_not_a_table", path=str(path))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(data, guess_chinese(data, path), path)


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
