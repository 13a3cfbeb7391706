"""The Directory's rows as a document prints them, whatever its form: tables, or one cell per paragraph."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from checker.errors import DataError
from checker.loader.chinese import fold, tidy
from checker.loader.headings import (
    NUMBER_AND_TEXT,
    column_of,
    find_columns,
    header_part,
    part_of,
    plain_number,
    split_name,
)
from checker.loader.thresholds import COMPARISON, half_width, join_lines
from checker.tables.blocks import Block, Paragraph
from checker.tables.sheet import Sheet

WIDEST_GAP = 5
"""Most numbers that may be missing in a row of paragraphs before a number is taken for something else."""

FARTHEST = 300
"""How many lines ahead a skipped number is looked for."""
FEWEST_ROWS = 2
"""Fewest rows that make a run of paragraphs a part of the Directory."""


@dataclass(frozen=True)
class PrintedRow:
    """One row as printed.

    Attributes:
        id: ``E01``… or ``P01``….
        name: First cell.
        scope: Second cell; limits separated by ``；``.
    """

    id: str
    name: str
    scope: str


@dataclass
class _Row:
    part: str
    number: int
    names: list[str] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PrintedDirectory:
    """What a document prints of the Directory.

    Attributes:
        rows: In order.
        lines: Running text outside the rows.
        headings: Letters of the parts whose headings were found.
    """

    rows: tuple[PrintedRow, ...]
    lines: tuple[str, ...]
    headings: frozenset[str]


def read_rows(blocks: Sequence[Block]) -> PrintedDirectory:
    """Return the rows that a document prints.

    Raises:
        DataError: The same row is printed twice with different texts.
    """
    reader = _Reader()
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
            continue
        reader.read_paragraphs([*texts, block.name] if part_of(block.name) else texts)
        texts = reader.read_table(block)
    reader.read_paragraphs(texts)
    return PrintedDirectory(_settle(reader.rows), tuple(reader.lines), frozenset(reader.headings))


class _Reader:
    """Goes through a document once and keeps where in the Directory it is."""

    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self.lines: list[str] = []
        self.headings: set[str] = set()
        self._part = ""
        self._open = False
        self._columns: dict[str, int] = {}
        self._width = 0

    def read_paragraphs(self, texts: Sequence[str]) -> None:
        """Read running text: rows of one cell per paragraph once a heading or header announces them."""
        armed, begun = bool(self._part) and not self.rows, -1
        for place, text in enumerate(texts):
            part, column = part_of(text), column_of(text)
            if part or column == "number":
                self._end_run(begun, before_second_part=part == "P" and self._part == "E")
                armed, begun = True, -1
                if part:
                    self._enter(part)
            elif (armed or begun >= 0) and column:
                armed = True
            elif (armed or begun >= 0) and (found := self._number(texts, place, opened=begun >= 0)):
                begun = len(self.rows) if begun < 0 else begun
                armed = False
                self._start(found[0], *split_name(found[1]))
            elif begun >= 0:
                (self.rows[-1].scopes if self.rows[-1].names else self.rows[-1].names).append(text)
            else:
                armed = False
                self.lines.append(text)
        self._end_run(begun, before_second_part=False)

    def _end_run(self, begun: int, *, before_second_part: bool) -> None:
        """End a run of rows of one cell per paragraph; a menu that only looked like one becomes running text again.

        What follows the last row is left out, unless the second part's heading follows: then it can only be the row's.
        """
        if begun < 0:
            return
        run = self.rows[begun:]
        if not _is_directory(run):
            del self.rows[begun:]
            self.lines += [text for row in run for text in (str(row.number), *row.names, *row.scopes)]
        elif not before_second_part:
            self.lines += _drop_footer(run[-1])

    def read_table(self, sheet: Sheet) -> list[str]:
        """Read a table; return its cells as running text where it is not one of the Directory's."""
        cells = [[str(text) for text in row] for row in sheet.cells.to_numpy()]
        headed = any(find_columns(row) for row in cells)
        if not headed and not self._continues(cells):
            return [line for row in cells for text in row for line in text.split("\n") if line.strip()]
        numbered = _has_numbers(cells, self._columns)
        for row in cells:
            filled = list(dict.fromkeys(text for text in row if text))
            if found := find_columns(row):
                self._columns, self._width = found, len(row)
                if part := header_part(row):
                    self._enter(part, heading=False)
            elif len(filled) == 1 and part_of(filled[0]):
                self._enter(part_of(filled[0]))
            elif not self._columns or (len(filled) == 1 and _is_note(row, self._columns)):
                self.lines += filled
            else:
                self._read_row(row, numbered=numbered)
        return []

    def _continues(self, cells: Sequence[Sequence[str]]) -> bool:
        """Whether a table without header goes on where the last one ended."""
        if not self._columns or not self.rows or not cells or len(cells[0]) != self._width:
            return False
        numbers = [plain_number(row[self._columns["number"]]) for row in cells] if "number" in self._columns else []
        following = next((number for number in numbers if number is not None), 0)
        return 0 < following - self.rows[-1].number <= WIDEST_GAP

    def _read_row(self, row: Sequence[str], *, numbered: bool) -> None:
        """Read a row below a header; without a number it belongs to the row above where the table's rows are numbered."""
        name, scope = row[self._columns["name"]], row[self._columns["scope"]]
        printed = row[self._columns["number"]] if "number" in self._columns else ""
        for place, text in enumerate(row):
            if place not in self._columns.values() and part_of(text):
                self._enter(part_of(text))
        number = plain_number(printed)
        if number is None and (combined := NUMBER_AND_TEXT.match(name.strip())) and not printed.strip():
            number, name = int(combined[1]), combined[2]
        current = self.rows[-1] if self.rows else None
        if number is None and printed.strip() and name.strip() and scope.strip():
            number = self._next_number()
        same = current and number == current.number and fold("".join(current.names)) == fold(name)
        if number is None and name.strip() and not numbered:
            self._start(self._next_number(), name)
        elif number is not None and not same:
            self._start(number, name)
        elif current and number is None and name.strip():
            current.names.append(name)
        if self.rows and scope.strip():
            self.rows[-1].scopes += scope.split("\n")
        elif not self.rows:
            self.lines += [text for text in row if text]

    def _next_number(self) -> int:
        if self.rows and self.rows[-1].part == self._part:
            return self.rows[-1].number + 1
        return max((row.number for row in self.rows if row.part == self._part), default=0) + 1

    def _enter(self, part: str, *, heading: bool = True) -> None:
        """Note that a part begins; a list of contents names both before any row and decides nothing."""
        if heading:
            self.headings.add(part)
        self._part = "" if heading and part == "P" and "E" in self.headings and not self.rows else part

    def _number(self, texts: Sequence[str], place: int, *, opened: bool) -> tuple[int, str] | None:
        """Return the number that a paragraph consists of or begins with, and what follows it, where a row may begin."""
        text = texts[place]
        number, rest = plain_number(text), ""
        if number is None:
            combined = NUMBER_AND_TEXT.match(text.strip())
            if not combined:
                return None
            number, rest = int(combined[1]), combined[2]
        before = self.rows[-1].number if opened else 0
        if not 0 < number - before <= WIDEST_GAP and not (self.rows and number == self.rows[-1].number + 1):
            return None
        if rest and number != before + 1:
            return None
        if number > before + 1 and opened and before + 1 in _numbers_before_heading(texts, place + 1):
            return None
        return number, rest

    def _start(self, number: int, name: str = "", scope: str = "") -> None:
        """Open a row; a number that starts again begins the second part where nothing else says so."""
        if not self._part:
            again = bool(self.rows) and number <= self.rows[-1].number and self.rows[-1].part == "E"
            self._part = "P" if again else (self.rows[-1].part if self.rows else "E")
        self.rows.append(_Row(self._part, number, [name] if name.strip() else [], [scope] if scope.strip() else []))


def _has_numbers(cells: Sequence[Sequence[str]], columns: dict[str, int]) -> bool:
    """Whether any row of a table has a number in the column for it."""
    for row in cells:
        columns = find_columns(row) or columns
        if "number" in columns and len(row) > columns["number"] and plain_number(row[columns["number"]]) is not None:
            return True
    return False


def _numbers_before_heading(texts: Sequence[str], start: int) -> set[int | None]:
    """Return the numbers that stand alone from a place up to the next heading or header, some hundred lines at most."""
    following = islice(texts, start, start + FARTHEST)
    part = takewhile(lambda text: not (part_of(text) or column_of(text) == "number"), following)
    return {plain_number(text) for text in part}


def _is_note(row: Sequence[str], columns: dict[str, int]) -> bool:
    """Whether the only filled cell of a row is neither a limit of the row above nor a number."""
    place = next(place for place, text in enumerate(row) if text)
    return place != columns["scope"] and plain_number(row[place]) is None


def _is_directory(run: Sequence[_Row]) -> bool:
    """Whether rows of one cell per paragraph are the Directory's: several, and most with limits or a sentence."""
    texts = ["".join(row.scopes) for row in run]
    sound = sum(bool(COMPARISON.search(half_width(text))) or "。" in fold(text) for text in texts)
    return len(run) >= FEWEST_ROWS and (2 * sound >= len(run) or all(texts))


def _drop_footer(row: _Row) -> list[str]:
    """Cut off what follows the last row's text and return it: a description ends with a full stop, limits with the last sign."""
    signs = [place for place, line in enumerate(row.scopes) if COMPARISON.search(half_width(line))]
    stops = [place for place, line in enumerate(row.scopes) if fold(line).endswith("。")]
    ends = signs[-1:] or stops[:1]
    footer = row.scopes[ends[0] + 1 :] if ends else []
    del row.scopes[len(row.scopes) - len(footer) :]
    return footer


def _settle(rows: Sequence[_Row]) -> tuple[PrintedRow, ...]:
    """Return the rows with their ids; the second part may go on with the numbers of the first.

    Raises:
        DataError: The same row is printed twice with different texts.
    """
    last = max((row.number for row in rows if row.part == "E"), default=0)
    second = [row.number for row in rows if row.part == "P"]
    shift = last if second and min(second) == last + 1 else 0
    settled: dict[str, PrintedRow] = {}
    for row in rows:
        number = row.number - (shift if row.part == "P" else 0)
        printed = PrintedRow(f"{row.part}{number:02d}", tidy("\n".join(row.names)), join_lines(row.scopes))
        earlier = settled.setdefault(printed.id, printed)
        if (fold(earlier.name), fold(earlier.scope)) != (fold(printed.name), fold(printed.scope)):
            raise DataError("directory_row_twice", id=printed.id, first=earlier.name, second=printed.name)
    return tuple(sorted(settled.values(), key=lambda row: row.id))
