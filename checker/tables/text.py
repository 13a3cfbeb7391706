"""Plain text as paragraphs: one line each, and one cell each where a line has tabs or bars between them."""

import re
from pathlib import Path

from checker.tables.blocks import Paragraph
from checker.tables.encoding import decode_text

LINE = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
CELL = re.compile(r"\t|\s*[|｜]\s*")
RULE = re.compile(r"[-=_+|:\s]*")


def read_text_blocks(data: bytes, path: Path) -> tuple[Paragraph, ...]:
    """Return the lines of a text, split into cells at tabs and bars; lines that only rule off are left out.

    Raises:
        UnreadableTableError: The file is binary, or no known encoding fits.
    """
    cells = (
        cell.strip()
        for line in LINE.split(decode_text(data, path))
        if not RULE.fullmatch(line)
        for cell in CELL.split(line)
    )
    return tuple(Paragraph(cell) for cell in cells if cell)
