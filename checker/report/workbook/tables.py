"""Small tables and sentences on a sheet, one under the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from checker.report.safety import clean_cell
from checker.report.workbook.grid import LONGEST_CELL
from checker.report.workbook.styles import Formats

Cell = str | int | Decimal | None


@dataclass
class Page:
    """A worksheet that is filled from top to bottom; ``row`` is the next free row, 0-based."""

    worksheet: Any
    formats: Formats
    row: int = 0

    def heading(self, text: str, *, large: bool = False) -> None:
        """Write a heading, with a blank row before it unless it is the first."""
        self.row += bool(self.row)
        look = self.formats.look(bold=True, font_size=16 if large else 12, font_color="#1F3247")
        self._text(self.row, 0, text, look)
        self.worksheet.set_row(self.row, 28 if large else 22)
        self.row += 1

    def sentence(self, text: str, columns: int, **look: str | int | bool) -> None:
        """Write a sentence over so many columns, wrapped; about 11 characters of width per column are counted."""
        format_ = self.formats.look(text_wrap=True, **look)
        self.worksheet.merge_range(self.row, 0, self.row, columns - 1, "", format_)
        self._text(self.row, 0, text, format_)
        width = sum(2 if ord(mark) > 0x2E80 else 1 for mark in text)
        lines = sum(1 for _ in text.split("\n")) + width // (columns * 15)
        self.worksheet.set_row(self.row, 15 * lines + 3)
        self.row += 1

    def table(self, header: Sequence[str], rows: Sequence[Sequence[Cell]], styles: Sequence[str] | None = None) -> None:
        """Write a table with a header; Decimal is money, int a count, text a text; ``styles`` names the look of each row."""
        for column, title in enumerate(header):
            self._text(self.row, column, title, self.formats.of("header", "text"))
        self.worksheet.set_row(self.row, 30)
        for number, row in enumerate(rows, start=1):
            style = styles[number - 1] if styles else "plain"
            for column, cell in enumerate(row):
                self._cell(self.row + number, column, cell, style)
        self.row += len(rows) + 1

    def _cell(self, row: int, column: int, cell: Cell, style: str) -> None:
        edge = {"bottom": 4, "bottom_color": "#BFBFBF"}
        if isinstance(cell, Decimal):
            self.worksheet.write_number(
                row, column, float(cell), self.formats.look(**_shade(style), num_format="#,##0.00_)_)", **edge)
            )
        elif isinstance(cell, int):
            self.worksheet.write_number(
                row, column, cell, self.formats.look(**_shade(style), num_format="#,##0_)_)", **edge)
            )
        else:
            self._text(row, column, cell or "", self.formats.look(**_shade(style), text_wrap=True, indent=1, **edge))

    def _text(self, row: int, column: int, text: str, look: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self.worksheet.write_string(row, column, clean_cell(text).replace("\r", "\n")[:LONGEST_CELL], look)


def _shade(style: str) -> dict[str, Any]:
    from checker.report.workbook.styles import ROWS  # noqa: PLC0415 - one name

    return ROWS[style]
