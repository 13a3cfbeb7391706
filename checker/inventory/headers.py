"""Headers of inventories: where they stand, over how many rows, and which column holds which field."""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

from checker.inventory.grid import Grid
from checker.inventory.labels import is_numeric
from checker.inventory.lines import NUMBER_COLUMNS
from checker.inventory.money import MoneyUnit
from checker.inventory.names import IGNORED, HeaderText, fold, read_header, read_parts, regroup
from checker.inventory.texts import Texts, alphabet_pattern
from checker.resources import read_rows

PRODUCT_FIELDS = ("product_name", "model", "specification")
"""A header without one of these is of no use."""
SHAREABLE = ("model", "product_name")
"""Fields that may take a column which another field already has: a part number is often the model too."""
JOINABLE = (
    "sku", "product_name", "model", "specification", "manufacturer", "version", "certificate_number",
    *NUMBER_COLUMNS,
)  # fmt: skip
"""Fields of which a further column counts where the first is empty; of others only one under the very same name."""
NUMBERS = frozenset(NUMBER_COLUMNS)
BARE_TOTALS = ("合计", "小计", "合計", "小計")
DEEPEST = 3
CERTAIN, FAIR, WEAK = 2, 1, 0
"""How likely a row is a header, see :func:`_candidates`."""
MANY = 50
"""From so many candidates on, repeats of a header are looked for at once."""
WORDED = r"[A-Za-z]|[^\x00-\x7f]"
"""A sign that every name of a column has; numbers and dates mostly have none."""
THOROUGH = 500
"""Rows at the top whose cells are all read as headers; below, rows with two cells that are names to the letter."""


@dataclass(frozen=True)
class Header:
    """One header of a sheet.

    Attributes:
        first: Place of its first row.
        last: Place of its last row.
        fields: Field to column number of the file.
        texts: Column number to the header's text as printed, for every column that has one.
        units: Column number to the unit of money that the header states.
        ignored: Texts of columns taken for no field.
        spare: Field to further columns that name it; the first of them with content counts where the field's own column is empty.
        parts: Field to its place among the values that one cell holds, and how many these are, as under ``单价/总价/币制``.
    """

    first: int
    last: int
    fields: Mapping[str, int]
    texts: Mapping[int, str]
    units: Mapping[int, MoneyUnit]
    ignored: tuple[str, ...]
    spare: Mapping[str, tuple[int, ...]] = dataclasses.field(default_factory=dict)
    parts: Mapping[str, tuple[int, int]] = dataclasses.field(default_factory=dict)

    def columns_of(self, name: str) -> tuple[int, ...]:
        """Return the columns of a field, its own first."""
        return (self.fields[name], *self.spare.get(name, ())) if name in self.fields else ()

    def placed(self) -> Iterator[tuple[str, int]]:
        """Yield every field with each of its columns."""
        for name in self.fields:
            for column in self.columns_of(name):
                yield name, column

    def reads_like(self, other: "Header") -> bool:
        """Whether the rows below both are read alike."""
        return (self.fields, self.units, self.spare, self.parts) == (
            other.fields,
            other.units,
            other.spare,
            other.parts,
        )

    @property
    def usable(self) -> bool:
        """Whether a product can be read under it."""
        return any(field in self.fields for field in PRODUCT_FIELDS)


def find_headers(grid: Grid, wanted: Mapping[str, str]) -> list[Header]:
    """Return the headers of a sheet in their order.

    Args:
        grid: The sheet.
        wanted: Folded header text to the field that the reader wants it taken for.
    """
    headers: list[Header] = []
    candidates = _candidates(grid, wanted)
    while candidates:
        place, rank = candidates.pop()
        if (headers and place <= headers[-1].last) or (rank == WEAK and not headers):
            continue
        if (
            headers
            and headers[-1].first == headers[-1].last
            and grid.row_texts(place) == grid.row_texts(headers[-1].last)
        ):
            continue  # the same header once more is set aside as a row; what stands above it is no part of it
        starts = bool(headers) and _starts_table(grid, place, wanted)
        if headers and rank < CERTAIN and not starts:
            continue
        header = _read_at(grid, place, wanted, after=headers[-1].last if headers else -1)
        if header and (header.usable or wanted or starts):
            headers.append(header)
            if len(candidates) > MANY:
                repeats = find_repeats(grid, header, np.array([place for place, _ in candidates]))
                candidates = [candidate for candidate, again in zip(candidates, repeats, strict=True) if not again]
    return headers


def find_repeats(grid: Grid, header: Header, places: np.ndarray) -> np.ndarray:
    """Return which rows repeat the header's own texts."""
    import pyarrow as pa  # noqa: PLC0415 - with the data only

    matches = np.zeros(len(places), dtype=np.int32)
    printed = 0
    for column in set(header.fields.values()):
        number = grid.number_of(column)
        if number is None or not len(places):
            continue
        printed += 1
        below = grid.texts[number].take(places)
        stacked = {grid.texts[number][place] for place in range(header.first, header.last + 1)} - {""}
        matches += below.among(pa.array(list(stacked), pa.large_string()))
    repeats: np.ndarray = (matches >= 2) & (2 * matches >= printed)
    return repeats


def _candidates(grid: Grid, wanted: Mapping[str, str]) -> list[tuple[int, int]]:
    """Return the places of rows that may be the last or only row of a header, or hold the best part of one, the last first.

    With each place comes its rank: whether it is one even below another header, being of three names or of nothing but names, or only
    where a table begins, or there only if it is below another header.
    """
    top = int(np.searchsorted(grid.rows, grid.rows[0] + THOROUGH)) if len(grid) else 0
    hits = np.zeros(len(grid), dtype=np.int32)
    names = _printed_names(tuple(wanted)) if top < len(grid) else None
    for texts in grid.texts:
        hits[:top] += _known(texts.stretch(0, top), wanted)
        if top < len(grid):
            hits[top:] += texts.stretch(top, len(texts) - top).among(names)
    forced = _forced(grid, wanted) if wanted else np.zeros(len(grid), dtype=bool)
    several = (hits >= 2) & (2 * hits >= grid.counts) | forced
    if several.any():
        certain = several & ((hits >= 3) | (hits == grid.counts))
        weak = (hits >= 1) & (grid.counts >= 2) & np.concatenate([[False], grid.counts[:-1] <= 1]) & ~several
        ranks = np.where(certain, CERTAIN, np.where(weak, WEAK, FAIR))
        return [(int(place), int(ranks[place])) for place in np.flatnonzero(several | weak)[::-1]]
    return [(int(place), CERTAIN) for place in np.flatnonzero((hits == 1) & (grid.counts <= 2))[:1]]


def _starts_table(grid: Grid, place: int, wanted: Mapping[str, str]) -> bool:
    """Whether a row of words, below a blank row or a heading, is a header: below one of its names stands a number."""
    if place < 1 or place + 1 >= len(grid) or grid.counts[place - 1] > 1 or grid.counts[place] < 2:
        return False
    texts, below = grid.row_texts(place), grid.row_texts(place + 1)
    if any(sign.isdigit() for text in texts for sign in text):
        return False
    return any(
        text
        and under
        and is_numeric(under)
        and not NUMBERS.isdisjoint((*read_header(text).fields, wanted.get(fold(text))))
        for text, under in zip(texts, below, strict=True)
    )


def _known(texts: Texts, wanted: Mapping[str, str]) -> np.ndarray:
    worded = re.compile(WORDED)
    return texts.find(
        r"\S" if wanted else WORDED,
        lambda text: bool(worded.search(text) and read_header(text).fields) or fold(text) in wanted,
    )


@cache
def _printed_names(wanted: tuple[str, ...]) -> Any:  # noqa: ANN401 - Arrow arrays have no types
    """Return column names as they are commonly printed, with and without a unit, and those wanted, as an Arrow array."""
    import pyarrow as pa  # noqa: PLC0415 - with the data only

    names = {row["name"] for row in read_rows("inventory", "columns.csv")}
    cased = {name for text in names for name in (text, text.lower(), text.upper(), text.title(), text.capitalize())}
    units = ("(元)", "（元）", "(万元)", "（万元）", "（含税）", "(含税)", " (USD)", "(USD)", " (RMB)", " (CNY)")
    united = {f"{name}{unit}" for name in names for unit in units}
    return pa.array([*cased, *united, *wanted], type=pa.large_string())


def _forced(grid: Grid, wanted: Mapping[str, str]) -> np.ndarray:
    """Return where a header named by the reader stands first."""
    forced = np.zeros(len(grid), dtype=bool)
    for texts in grid.texts:
        named = texts.find(alphabet_pattern(wanted), lambda text: fold(text) in wanted)
        if named.any():
            forced[named.argmax()] = True
    places = np.flatnonzero(forced)[:1]
    forced[:] = False
    forced[places] = True
    return forced


def _read_at(grid: Grid, place: int, wanted: Mapping[str, str], after: int) -> Header | None:
    """Return the best header that has the row at ``place`` in it, of one, two or three rows."""
    best: tuple[tuple[int, int], Header] | None = None
    for depth in range(1, DEEPEST + 1):
        for first in range(place - depth + 1, place + 1):
            last = first + depth - 1
            if first <= after or last >= len(grid) or not _is_header_like(grid, first, last, place, wanted, after):
                continue
            header = _map_columns(grid, first, last, wanted)
            if header is None:
                continue
            score = (len(header.fields), -depth)
            if best is None or score > best[0]:
                best = (score, header)
    return best[1] if best else None


def _is_header_like(grid: Grid, first: int, last: int, place: int, wanted: Mapping[str, str], after: int) -> bool:
    """Whether the rows beside the certain one belong to the same header: above it headings of groups, below it names.

    Below another header a row right under lines is one of them, never a heading of groups.
    """
    if not grid.counts[first : last + 1].all():
        return False
    if 0 <= after < first < place and grid.counts[first - 1] > 1:
        return False
    if any(int(grid.rows[row + 1]) != int(grid.rows[row]) + 1 for row in range(first, last)):
        return False
    for row in range(first, last + 1):
        texts = [text for text in grid.row_texts(row) if text]
        known = sum(bool(read_header(text).fields) or fold(text) in wanted for text in texts)
        if row > place and 2 * known < len(texts):
            return False
        if row < place and (len(texts) < 2 or _spans_all(grid, row) or any(text[:1].isdigit() for text in texts)):
            return False
    return True


def _spans_all(grid: Grid, place: int) -> bool:
    """Whether a merged title lies across most of the row."""
    row = int(grid.rows[place])
    widest = max(
        (
            block.last_column - block.first_column + 1
            for block in grid.merged
            if block.first_row <= row <= block.last_row
        ),
        default=1,
    )
    return widest > 0.7 * len(grid.columns) and widest > 2


def _map_columns(grid: Grid, first: int, last: int, wanted: Mapping[str, str]) -> Header | None:
    """Return the header of these rows, None when several of its cells all name one and the same field."""
    stacks = _stack(grid, first, last)
    found: dict[int, HeaderText] = {}
    for column, stack in stacks.items():
        found[column] = _read_stack(stack, wanted)
    named = [text.fields[0] for text in found.values() if text.fields]
    if len(named) > 1 and len(set(named)) == 1:
        return None
    fields = _drop_bare_total(_assign(grid, last, found), found)
    parts = _split_fields(fields, found)
    spare = _find_spare(grid, last, found, fields)
    taken = {*fields.values(), *(column for columns in spare.values() for column in columns)}
    texts = {column: text.text for column, text in found.items() if text.text}
    return Header(
        first=first,
        last=last,
        fields=dict(sorted(fields.items(), key=lambda item: item[1])),
        texts=texts,
        units={column: text.unit for column, text in found.items() if text.unit},
        ignored=tuple(text for column, text in texts.items() if column not in taken),
        spare=spare,
        parts=parts,
    )


def _stack(grid: Grid, first: int, last: int) -> dict[int, list[str]]:
    """Return the texts above each column, top down; a group's heading lies over every column of its merged block.

    Without merged blocks (csv) a heading lies over the blanks to its right as far as the row below has texts.
    """
    levels = [grid.row_texts(place) for place in range(first, last + 1)]
    if first == last:
        return {column: [levels[0][number]] for number, column in enumerate(grid.columns)}
    top, bottom = int(grid.rows[first]), int(grid.rows[last])
    blocks = [block for block in grid.merged if top <= block.first_row <= bottom]
    for block in blocks:
        level, number = block.first_row - top, grid.number_of(block.first_column)
        text = levels[level][number] if number is not None else ""
        for column in range(block.first_column, block.last_column + 1):
            place = grid.number_of(column)
            if place is not None:
                levels[level][place] = text
    if not blocks:
        for upper, lower in pairwise(levels):
            heading = ""
            for number, text in enumerate(upper):
                heading = text or (heading if lower[number] else "")
                upper[number] = heading
    return {column: [level[number] for level in levels if level[number]] for number, column in enumerate(grid.columns)}


def _read_stack(stack: Sequence[str], wanted: Mapping[str, str]) -> HeaderText:
    """Return what the texts above one column say together: the lowest name, read under the headings of its groups."""
    texts = [text for text in stack if text]
    if not texts:
        return HeaderText("")
    printed = " ".join(dict.fromkeys(" ".join(text.split()) for text in texts))
    for text in (*texts, printed, "".join(texts)):
        if field := wanted.get(fold(text)):
            return HeaderText(printed, (field,), -1, read_header(texts[-1]).unit)
    readings = [read_header(text) for text in texts]
    unit = next((reading.unit for reading in reversed(readings) if reading.unit), None)
    joined = read_header("".join(texts)) if len(texts) > 1 else HeaderText("")
    lowest = next((reading for reading in reversed(readings) if reading.fields), HeaderText(""))
    best = lowest if lowest.fields and joined.fields[:1] in ((), lowest.fields[:1]) else joined
    fields = best.fields
    if best is lowest:
        for group in texts[: readings.index(lowest)]:
            fields = tuple(dict.fromkeys(regroup(field, group) for field in fields))
    return HeaderText(printed, fields, best.rank, unit)


def _assign(grid: Grid, last: int, found: Mapping[int, HeaderText]) -> dict[str, int]:
    """Give every field its best column: the best name, then a column with content, then the first."""
    empty = {column: not grid.filled[last + 1 :, number].any() for number, column in enumerate(grid.columns)}
    fields: dict[str, int] = {}
    taken: set[int] = set()
    for choice in range(3):
        offers: dict[str, list[tuple[bool, int, int]]] = {}
        for column, text in found.items():
            if column not in taken and len(text.fields) > choice and text.fields[choice] != IGNORED:
                offers.setdefault(text.fields[choice], []).append((empty[column], text.rank, column))
        for field, columns in offers.items():
            if field not in fields:
                best = min(columns)[2]
                fields[field] = best
                taken.add(best)
    for field in SHAREABLE:
        if field not in fields:
            shared = [column for column, text in found.items() if field in text.fields and not empty[column]]
            if shared:
                fields[field] = min(shared)
    return fields


def _drop_bare_total(fields: dict[str, int], found: Mapping[int, HeaderText]) -> dict[str, int]:
    """Take a mere ``合计`` for a sum of money only beside a price or with a unit: in lists of stock it is the sum of quantities."""
    total = found.get(fields.get("amount", 0))
    if total and fold(total.text) in BARE_TOTALS and "unit_price" not in fields:
        return {name: column for name, column in fields.items() if name != "amount"}
    return fields


def _find_spare(
    grid: Grid, last: int, found: Mapping[int, HeaderText], fields: Mapping[str, int]
) -> dict[str, tuple[int, ...]]:
    """Return further columns with content that name a field which has its column, the better names first."""
    taken = set(fields.values())
    spare: dict[str, list[tuple[int, int]]] = {}
    for number, column in enumerate(grid.columns):
        name = next(iter(found[column].fields), IGNORED)
        if column in taken or name not in fields or not grid.filled[last + 1 :, number].any():
            continue
        if name in JOINABLE or fold(found[column].text) == fold(found[fields[name]].text):
            spare.setdefault(name, []).append((found[column].rank, column))
    return {name: tuple(column for _, column in sorted(columns)) for name, columns in spare.items()}


def _split_fields(fields: dict[str, int], found: Mapping[int, HeaderText]) -> dict[str, tuple[int, int]]:
    """Give the columns that hold a price, a sum and their currency in one cell to all of these fields that have no other."""
    parts: dict[str, tuple[int, int]] = {}
    for column, text in found.items():
        held = read_parts(text.text)
        if column in fields.values() and len(set(held)) > 1:
            for place, name in enumerate(held):
                if fields.setdefault(name, column) == column:
                    parts[name] = (place, len(held))
    return parts
