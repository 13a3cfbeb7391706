"""Putting a grid into a sheet: frozen header, filter, widths, A4 landscape; rows by XlsxWriter or streamed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from checker.report.workbook.grid import NUMBER, Grid, estimate_heights, settle, split
from checker.report.workbook.streamed import Streamed, prepare
from checker.report.workbook.styles import Formats

PLAIN_ROWS = 2_000
"""Up to this many rows XlsxWriter writes the cells itself."""

PAGE_WIDTH = 190
"""Characters across one printed page, small but readable; wider sheets go over several pages."""

LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f']")
_NUMBER = re.compile(NUMBER)


@dataclass
class Book:
    """A workbook in the making: XlsxWriter's, its formats, the sheets to be streamed, the names taken."""

    workbook: Any
    formats: Formats
    streamed: list[Streamed] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def add_sheet(self, name: str) -> Any:  # noqa: ANN401 - XlsxWriter has no types
        """Return a new worksheet, its name made fit and unique, set up for A4 landscape."""
        worksheet = self.workbook.add_worksheet(self._settle_name(name))
        worksheet.set_landscape()
        worksheet.set_paper(9)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        worksheet.set_footer("&L&8&F · &A&R&8&P / &N")
        worksheet.hide_gridlines(2)
        return worksheet

    def _settle_name(self, name: str) -> str:
        clean = _FORBIDDEN.sub("_", name).strip()[:LONGEST_NAME] or "_"
        settled, number = clean, 1
        while settled.casefold() in self.names or settled.casefold() == "history":
            number += 1
            mark = f" ({number})"
            settled = clean[: LONGEST_NAME - len(mark)] + mark
        self.names.add(settled.casefold())
        return settled

    def add_grid(self, grid: Grid) -> Iterable[Any]:
        """Add a grid as one sheet, or as several where it has more rows than a sheet; return the worksheets."""
        return [self._add_part(part) for part in split(settle(grid))]

    def _add_part(self, grid: Grid) -> Any:  # noqa: ANN401 - XlsxWriter has no types
        worksheet = self.add_sheet(grid.name)
        for column, width in enumerate(grid.widths):
            worksheet.set_column(column, column, width)
        worksheet.freeze_panes(grid.header_row, 0)
        if len(grid) > grid.header_row:
            worksheet.autofilter(grid.header_row - 1, 0, len(grid) - 1, len(grid.columns) - 1)
        worksheet.repeat_rows(grid.header_row - 1)
        worksheet.fit_to_pages(max(1, round(sum(grid.widths) / PAGE_WIDTH)), 0)
        if len(grid) <= PLAIN_ROWS:
            write_plain(worksheet, grid, self.formats)
        else:
            number = len(self.workbook.worksheets())
            self.streamed.append(prepare(worksheet, grid, self.formats, number))
        return worksheet


def write_plain(worksheet: Any, grid: Grid, formats: Formats) -> None:  # noqa: ANN401 - XlsxWriter has no types
    """Write the rows of a grid cell by cell."""
    styles = grid.styles.decode().to_pylist()
    for row, height in enumerate(estimate_heights(grid).tolist()):
        worksheet.set_row(row, height)
    for column, (texts, kind) in enumerate(zip(grid.columns, grid.kinds, strict=True)):
        for row, (style, text) in enumerate(zip(styles, texts.decode().to_pylist(), strict=True)):
            look = formats.of(style, kind)
            if text == "":
                worksheet.write_blank(row, column, None, look)
            elif kind == "number" and _NUMBER.fullmatch(text):
                worksheet.write_number(row, column, float(text), look)
            else:
                worksheet.write_string(row, column, text, look)
