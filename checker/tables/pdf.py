"""PDF files: ruled tables with their merged cells, over as many pages as they take, and the lines of text around them."""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from checker.tables.blocks import Block, Paragraph, make_sheet, name_sheets, only_sheets
from checker.tables.radicals import replace_radicals
from checker.tables.sheet import MergedRange, Sheet, UnreadableTableError
from checker.tables.wrapping import unwrap_cells

LOSSES = ("Data-loss", "Not adding object")
"""How the parser's warnings begin of a stream unpacked in part only, and of an object not to be found."""
BARE_PAGE = 64
"""Most bytes of instructions that a page without anything on it has."""
MOST_PAGES = 1000
MOST_CROSSINGS = 6_000
MOST_CROSSINGS_IN_ALL = 1_000_000
"""Most places where rules may cross on one page, and on all; a dense list has some 800 on a page."""
TOLERANCE = 2.0
"""How far, in points, two rules may lie apart and still be the same."""
PAGE_NUMBER = re.compile(r"(?:[\s\d第页共/／.·|()（）—–-]|page|of)+", re.IGNORECASE)
"""What at the foot or head of a page does not end a table; nor does a line that stands there on several pages."""

Box = tuple[float, float, float, float]


def read_pdf(path: Path) -> tuple[Sheet, ...]:
    """Return the ruled tables of a file, each joined over its pages.

    Raises:
        UnreadableTableError: The file is encrypted, damaged, too long, has no text (a scan), or has no ruled table.
    """
    sheets = only_sheets(read_pdf_blocks(path, unwraps=True))
    if not sheets:
        raise UnreadableTableError("table_no_tables", path=str(path))
    return sheets


def read_pdf_blocks(path: Path, *, unwraps: bool = False) -> tuple[Block, ...]:
    """Return the lines and tables of a file in reading order.

    Args:
        path: The file.
        unwraps: Join lines of a cell that were broken only because it is narrow; a document that is compared keeps its lines.

    Raises:
        UnreadableTableError: The file is encrypted, damaged, too long, or has no text (a scan).
    """
    import pdfplumber  # noqa: PLC0415 - only for this format
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415

    try:
        with _watch_losses(path), pdfplumber.open(path, unicode_norm=None) as document:
            _guard_length(document, path)
            pages = list(_read_pages(document.pages, path, unwraps=unwraps))
    except UnreadableTableError:
        raise
    except PDFPasswordIncorrect as error:
        raise UnreadableTableError("table_encrypted", path=str(path)) from error
    except Exception as error:  # the parser's own classes number dozens and it also raises bare built-in ones
        encrypted = any(isinstance(cause, PDFPasswordIncorrect) for cause in (*error.args, error.__cause__))
        code = "table_encrypted" if encrypted else "table_truncated"
        raise UnreadableTableError(code, path=str(path)) from error
    blocks = name_sheets(_join_pages(pages))
    if not _is_legible(blocks):
        raise UnreadableTableError("table_no_text", path=str(path))
    return blocks


def _is_legible(blocks: Sequence[Block]) -> bool:
    """Whether there is text, and its signs are known: a font without a map gives ``(cid:66)`` for every sign."""
    text = "".join(
        block.text if isinstance(block, Paragraph) else "".join(map(str, block.cells.to_numpy().ravel()))
        for block in blocks
    )
    return bool(text) and 20 * text.count("(cid:") < len(text)


@contextmanager
def _watch_losses(path: Path) -> Iterator[None]:
    """Keep the parser's warnings off the terminal; where one says that data was lost, refuse the file.

    Raises:
        UnreadableTableError: A part of the file could only be read in part.
    """
    kept: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = kept.append  # type: ignore[assignment, method-assign]
    logger = logging.getLogger("pdfminer")
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagates
    if any(record.getMessage().startswith(LOSSES) for record in kept):
        raise UnreadableTableError("table_truncated", path=str(path))


def _guard_length(document: Any, path: Path) -> None:  # noqa: ANN401 - pdfplumber ships no types
    """Refuse a file with too many pages, or with other pages than it says it has."""
    from pdfminer.pdftypes import resolve1  # noqa: PLC0415 - with the reader

    pages = len(document.pages)
    if pages > MOST_PAGES:
        raise UnreadableTableError("table_too_many_pages", path=str(path), pages=pages, most=MOST_PAGES)
    if resolve1(resolve1(document.doc.catalog["Pages"])["Count"]) != pages:
        raise UnreadableTableError("table_truncated", path=str(path))


def _read_pages(pages: Sequence[Any], path: Path, *, unwraps: bool) -> Iterator[list[Block]]:
    """Yield each page's blocks; pages ruled into absurdly many cells are refused, since finding tables takes their square."""
    total = 0
    for page in pages:
        heights = {round(edge["top"] / TOLERANCE) for edge in page.edges if edge["orientation"] == "h"}
        widths = {round(edge["x0"] / TOLERANCE) for edge in page.edges if edge["orientation"] == "v"}
        total += len(heights) * len(widths)
        if len(heights) * len(widths) > MOST_CROSSINGS or total > MOST_CROSSINGS_IN_ALL:
            raise UnreadableTableError("table_grid_too_large", path=str(path))
        if _is_damaged(page):
            raise UnreadableTableError("table_truncated", path=str(path))
        yield _read_page(page, unwraps=unwraps)


def _is_damaged(page: Any) -> bool:  # noqa: ANN401 - pdfplumber ships no types
    """Whether a page's instructions are missing, cannot be unpacked, or draw nothing: the parser would show it as blank."""
    from pdfminer.pdftypes import PDFStream, resolve1  # noqa: PLC0415 - with the reader

    streams = [resolve1(content) for content in page.page_obj.contents]
    if not streams or not all(isinstance(stream, PDFStream) for stream in streams):
        return True
    sizes = [(resolve1(stream.attrs.get("Length", 0)), len(stream.get_data())) for stream in streams]
    drawn = any(page.objects.values())
    return any(packed and not unpacked for packed, unpacked in sizes) or (
        not drawn and sum(unpacked for _, unpacked in sizes) > BARE_PAGE
    )


def _read_page(page: Any, *, unwraps: bool) -> list[Block]:  # noqa: ANN401 - pdfplumber ships no types
    """Return the blocks of one page from top to bottom."""
    tables = [table for table in page.find_tables({"snap_tolerance": TOLERANCE}) if len(table.cells) > 1]
    boxes: list[Box] = [table.bbox for table in tables]
    placed: list[tuple[float, Block]] = [
        (table.bbox[1], _settle(table, unwraps=unwraps))
        for table in tables
        if not any(_inside(table.bbox, box) for box in boxes)
    ]
    outside = page.filter(lambda item: item["object_type"] != "char" or not _covered(item, boxes))
    placed += [
        (line["top"], Paragraph(replace_radicals(line["text"].strip())))
        for line in outside.extract_text_lines()
        if line["text"].strip()
    ]
    page.close()
    return [block for _, block in sorted(placed, key=lambda pair: pair[0])]


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner != outer
        and inner[0] >= outer[0]
        and inner[1] >= outer[1]
        and inner[2] <= outer[2]
        and inner[3] <= outer[3]
    )


def _covered(item: dict[str, Any], boxes: Sequence[Box]) -> bool:
    middle_x, middle_y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return any(x0 <= middle_x <= x1 and top <= middle_y <= bottom for x0, top, x1, bottom in boxes)


def _settle(table: Any, *, unwraps: bool) -> Sheet:  # noqa: ANN401 - pdfplumber ships no types
    """Return one page's table; a cell's spans follow from the rules that its box crosses."""
    texts = table.extract()
    if unwraps:
        texts = unwrap_cells(texts, [row.cells for row in table.rows], table.page.chars)
    tops = [row.bbox[1] for row in table.rows]
    lefts = [
        min((row.cells[column][0] for row in table.rows if row.cells[column]), default=0.0)
        for column in range(len(texts[0]))
    ]
    grid: dict[int, dict[int, str]] = {}
    merged: list[MergedRange] = []
    for number, (row, words) in enumerate(zip(table.rows, texts, strict=True), start=1):
        for column, (box, text) in enumerate(zip(row.cells, words, strict=True), start=1):
            if box is None:
                continue
            last_row = max(number, sum(top < box[3] - TOLERANCE for top in tops))
            last_column = max(column, sum(left < box[2] - TOLERANCE for left in lefts))
            merged.append(MergedRange(number, last_row, column, last_column))
            if text and text.strip():
                grid.setdefault(number, {})[column] = replace_radicals(text.strip())
    return make_sheet("", grid, len(texts), len(lefts), merged)


def _join_pages(pages: Sequence[list[Block]]) -> list[Block]:
    """Return the blocks of all pages, a table at the foot of one page joined with that of the same width atop the next."""
    repeated = Counter(text for page in pages for text in {_plain(block) for block in (*page[:2], *page[-2:])})

    def is_furniture(block: Block) -> bool:
        return isinstance(block, Paragraph) and (bool(PAGE_NUMBER.fullmatch(block.text)) or repeated[_plain(block)] > 1)

    joined: list[Block] = []
    for page in pages:
        blocks = list(page)
        foot = next((place for place in range(len(joined) - 1, -1, -1) if not is_furniture(joined[place])), -1)
        head = next((place for place, block in enumerate(blocks) if not is_furniture(block)), -1)
        if foot >= 0 and head >= 0:
            above, below = joined[foot], blocks[head]
            if isinstance(above, Sheet) and isinstance(below, Sheet) and above.cells.shape[1] == below.cells.shape[1]:
                joined[foot] = _stack((above, below))
                del blocks[head]
        joined += blocks
    return joined


def _plain(block: Block) -> str:
    """Return a line without its figures, so that the number of the page does not tell two heads of a page apart."""
    return "".join(sign for sign in block.text if not sign.isdigit()) if isinstance(block, Paragraph) else ""


def _stack(sheets: Sequence[Sheet]) -> Sheet:
    import pandas as pd  # noqa: PLC0415 - with the reader

    merged: list[MergedRange] = []
    offset = 0
    for sheet in sheets:
        merged += [
            MergedRange(block.first_row + offset, block.last_row + offset, block.first_column, block.last_column)
            for block in sheet.merged
        ]
        offset += len(sheet.cells)
    cells = pd.concat([sheet.cells for sheet in sheets], ignore_index=True)
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    return Sheet(sheets[0].name, cells, tuple(merged))
