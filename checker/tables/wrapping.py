"""Lines of a cell of a pdf that were broken only because the cell is narrow, put together again.

A pdf has no paragraphs: a number broken after its third sign looks like two numbers one below the other. A line was broken by the program
that set it when what follows would not have fitted any more; a line that ends earlier was ended by its author.
"""

from collections.abc import Sequence
from typing import Any

LARGEST_PADDING = 8.0
"""Points between a cell's rule and its text, at the most; programs leave some 5 or 6."""
SAME_LINE = 3.0
HANGING = frozenset("、，。；：！？,.;:!?）)")
"""Signs that may stand beyond the end of a full line."""
Box = tuple[float, float, float, float]


def unwrap_cells(
    texts: Sequence[Sequence[str | None]], boxes: Sequence[Sequence[Box | None]], signs: Sequence[Any]
) -> list[list[str | None]]:
    """Return the texts of a table's cells without the breaks that only the width of a cell made.

    Args:
        texts: Of every cell, by row and column, None for a cell that another covers.
        boxes: Left, top, right and bottom of every cell.
        signs: The page's signs as the parser gives them: ``text``, ``x0``, ``x1``, ``top``, ``bottom``.
    """
    unwrapped = [list(row) for row in texts]
    for row, (words, places) in enumerate(zip(texts, boxes, strict=True)):
        for column, (text, box) in enumerate(zip(words, places, strict=True)):
            if text and box and "\n" in text:
                unwrapped[row][column] = _unwrap(text, box, signs)
    return unwrapped


def _unwrap(text: str, box: Box, signs: Sequence[Any]) -> str:
    printed = text.split("\n")
    lines = _find_lines(box, signs)
    if len(lines) != len(printed):
        return text
    gaps = [line[0]["x0"] - box[0] for line in lines]
    gaps += [box[2] - line[-1]["x1"] for line in lines if line[-1]["text"] not in HANGING]
    padding = min(LARGEST_PADDING, *(max(gap, 0.0) for gap in gaps))
    room = box[2] - box[0] - 2 * padding
    joined = printed[0]
    for place in range(1, len(lines)):
        above, below = lines[place - 1], lines[place]
        is_full = above[-1]["x1"] - above[0]["x0"] + _least_width(above, below) > room
        joined += printed[place] if is_full else f"\n{printed[place]}"
    return joined


def _find_lines(box: Box, signs: Sequence[Any]) -> list[list[Any]]:
    """Return the signs inside a box by line, from top to bottom and left to right, blanks left out."""
    inside = [
        sign
        for sign in signs
        if box[0] <= (sign["x0"] + sign["x1"]) / 2 < box[2]
        and box[1] <= (sign["top"] + sign["bottom"]) / 2 < box[3]
        and sign["text"].strip()
    ]
    lines: list[list[Any]] = []
    for sign in sorted(inside, key=lambda sign: sign["top"]):
        if lines and sign["top"] - lines[-1][0]["top"] <= SAME_LINE:
            lines[-1].append(sign)
        else:
            lines.append([sign])
    return [sorted(line, key=lambda sign: sign["x0"]) for line in lines]


def _least_width(above: Sequence[Any], below: Sequence[Any]) -> float:
    """Return the width of what would have had to fit behind a line: one sign, or behind a hyphen the piece up to the next."""
    first = below[0]
    if above[-1]["text"] != "-" or not first["text"].isascii():
        return float(first["x1"] - first["x0"])
    last = first
    for sign in below[1:]:
        if not sign["text"].isascii() or sign["x0"] - last["x1"] > (first["x1"] - first["x0"]) / 2:
            break
        last = sign
        if sign["text"] == "-":
            break
    return float(last["x1"] - first["x0"])
