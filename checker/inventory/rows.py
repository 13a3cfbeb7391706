"""Which rows below a header are lines, and why every other row is none."""

from collections.abc import Mapping

import numpy as np

from checker.inventory.dittos import is_ditto
from checker.inventory.grid import Grid
from checker.inventory.headers import Header, find_repeats
from checker.inventory.labels import NOT_ALONE, is_heading, is_numeric, label_pattern, read_label
from checker.inventory.lines import NUMBER_COLUMNS
from checker.inventory.money import parse_money
from checker.inventory.texts import matches

IDENTITY = ("product_name", "model", "specification")
NAMING = ("sku", *IDENTITY)
LINE = ""
NEAR = 5000
"""So many rows above a row like ``华为 汇总`` its group is looked for."""
CENT = 0.005
FILLER = r"^[\pP=~+|^_`<>\s]+$"
FILLER_OR_NUMBER = r"^[\pP=~+|^_`<>\s\d]+$"


def judge_rows(grid: Grid, header: Header, places: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return for each place the reason code for which its row is no line, or ``""`` for a line.

    Args:
        grid: The sheet.
        header: The header above the rows.
        places: Places of the rows below it.
        spread: Whether a merged block hands a name, model or specification down to each of these rows.
    """
    reasons = np.full(len(places), LINE, dtype=object)
    reasons[grid.counts[places] == 0] = "blank"
    numbers: dict[str, list[int]] = {}
    for field, column in header.placed():
        if (number := grid.number_of(column)) is not None:
            numbers.setdefault(field, []).append(number)
    mapped = _columns(numbers, tuple(numbers))
    reasons[(reasons == LINE) & (_count_filled(grid, places, mapped) == 0)] = "nothing_mapped"
    reasons[find_repeats(grid, header, places)] = "repeated_header"
    naming = _count_filled(grid, places, _columns(numbers, NAMING))
    doubtful = np.flatnonzero(np.isin(reasons, (LINE, "nothing_mapped")) & (naming <= 2))
    if len(doubtful):
        _judge_labels(grid, header, places, doubtful, reasons)
    _judge_fillers(grid, mapped, places, reasons)
    nameless = (_count_filled(grid, places, _columns(numbers, IDENTITY)) == 0) & ~spread
    _judge_nameless(grid, numbers, places, np.flatnonzero((reasons == LINE) & nameless), reasons)
    return reasons


def _judge_fillers(grid: Grid, mapped: list[int], places: np.ndarray, reasons: np.ndarray) -> None:
    """Set aside rows that hold nothing but dashes, dots and the like, and perhaps a running number beside the columns read."""
    filler = reasons == LINE
    for number, texts in enumerate(grid.texts):
        if not filler.any():
            return
        pattern = FILLER if number in mapped else FILLER_OR_NUMBER
        fits = texts.take(places).find(pattern, lambda text: not any(map(str.isalpha, text)) and not is_ditto(text))
        filler &= ~grid.filled[places, number] | fits
    reasons[filler] = "filler"


def _count_filled(grid: Grid, places: np.ndarray, columns: list[int]) -> np.ndarray:
    """Return how many cells of these columns each row fills."""
    counts = np.zeros(len(places), dtype=np.int32)
    for number in columns:
        counts += grid.filled[places, number]
    return counts


def _columns(numbers: Mapping[str, list[int]], fields: tuple[str, ...]) -> list[int]:
    return sorted({number for field in fields for number in numbers.get(field, ())})


def _judge_labels(grid: Grid, header: Header, places: np.ndarray, doubtful: np.ndarray, reasons: np.ndarray) -> None:
    """Set aside totals, notes and headings among rows with at most two naming cells."""
    subset = places[doubtful]
    asked = _find_labels(grid, header, subset) | _find_single_texts(grid, header, subset)
    for position in np.flatnonzero(asked).tolist():
        reason = _judge_row(grid, header, int(subset[position]))
        if reason:
            reasons[doubtful[position]] = reason


def _find_labels(grid: Grid, header: Header, places: np.ndarray) -> np.ndarray:
    """Return which rows have a label in a column without numbers."""
    found = np.zeros(len(places), dtype=bool)
    numbers = {grid.number_of(column) for field, column in header.placed() if field in NUMBER_COLUMNS}
    for number, texts in enumerate(grid.texts):
        if number not in numbers:
            found |= texts.take(places).find(label_pattern(), lambda text: read_label(text) is not None)
    return found


def _find_single_texts(grid: Grid, header: Header, places: np.ndarray) -> np.ndarray:
    """Return which rows have a single filled cell that need not be a product: in another column, merged across, like a heading."""
    alone: np.ndarray = grid.counts[places] == 1
    if not alone.any():
        return alone
    product = np.zeros(len(places), dtype=bool)
    for field, column in header.placed():
        number = grid.number_of(column)
        if field in IDENTITY and number is not None:
            plain = ~matches(grid.texts[number].take(places).plain, NOT_ALONE)
            product |= grid.filled[places, number] & plain
    single: np.ndarray = alone & (~product | _merged_across(grid)[places])
    return single


def _merged_across(grid: Grid) -> np.ndarray:
    """Return which rows have a block merged over several columns."""
    steps = np.zeros(len(grid) + 1, dtype=np.int32)
    for block in grid.merged:
        if block.last_column > block.first_column:
            steps[np.searchsorted(grid.rows, block.first_row)] += 1
            steps[np.searchsorted(grid.rows, block.last_row, side="right")] -= 1
    return np.cumsum(steps[:-1]) > 0


def _judge_row(grid: Grid, header: Header, place: int) -> str:
    """Return why one row with a label, or with a single text, is no line; ``""`` when it may be one."""
    texts = grid.row_texts(place)
    fields: dict[int, list[str]] = {}
    for field, column in header.placed():
        fields.setdefault(column, []).append(field)
    cells = [(fields.get(column, []), text) for column, text in zip(grid.columns, texts, strict=True) if text]
    if not cells:
        return LINE
    words = [(names, text) for names, text in cells if not set(names) & set(NUMBER_COLUMNS)]
    sums = any(_is_sum(text) for names, text in cells if set(names) & set(NUMBER_COLUMNS))
    naming = [(names, text) for names, text in words if set(names) & set(NAMING)]
    others = [(names, text) for names, text in naming if read_label(text) is None and not is_numeric(text)]
    for _, text in words:
        label = read_label(text)
        if label is None:
            continue
        if label.reason == "note":
            signed = text.endswith((":", "：")) and not any("model" in names for names, _ in others)
            if not sums and read_label(words[0][1]) is not None and (signed or not others):
                return label.reason
        elif not others and (
            label.match != "ending" or (len(words) == 1 and _heads_group(grid, header, place, label.stem))
        ):
            return label.reason
    if len(cells) == 1:
        return _judge_single(grid, header, place, *cells[0])
    return LINE


def _is_sum(text: str) -> bool:
    return parse_money(text).value is not None


def _heads_group(grid: Grid, header: Header, place: int, stem: str) -> bool:
    """Whether the text before a word like 汇总 names a group of rows above, as spreadsheets' subtotals do."""
    import pyarrow.compute as pc  # noqa: PLC0415 - with the data only

    start = max(header.last + 1, place - NEAR)
    return any(pc.any(pc.equal(texts.plain.slice(start, place - start), stem)).as_py() for texts in grid.texts)


def _judge_single(grid: Grid, header: Header, place: int, fields: list[str], text: str) -> str:
    """Return why a row with a single filled cell is no line."""
    row = int(grid.rows[place])
    spans = any(
        block.first_row <= row <= block.last_row
        and block.last_column - block.first_column + 1 > max(2, len(header.fields) // 2)
        for block in grid.merged
    )
    if spans or is_heading(text):
        return "heading"
    if set(fields) & set(IDENTITY):
        return "note" if text.endswith(("。", "！")) else LINE
    if "sku" in fields:
        return LINE if any(sign.isdigit() for sign in text) else "heading"
    if not fields and is_numeric(text):
        return "nothing_mapped"
    return LINE if set(fields) & set(NUMBER_COLUMNS) else "heading"


def _judge_nameless(
    grid: Grid, numbers: Mapping[str, list[int]], places: np.ndarray, nameless: np.ndarray, reasons: np.ndarray
) -> None:
    """Set aside unlabelled sums: rows with nothing but numbers, each the sum of the rows above it in its column."""
    if not len(nameless):
        return
    columns = _columns(numbers, NUMBER_COLUMNS)
    others = [number for number in range(len(grid.columns)) if number not in columns]
    bare = nameless[~grid.filled[places[nameless]][:, others].any(axis=1)]
    if not len(bare):
        return
    is_line = reasons == LINE
    is_line[bare] = False
    values = {number: _floats(grid, number, places) for number in columns}
    running = {
        number: np.concatenate([[0.0], np.cumsum(np.where(is_line, found, 0.0))]) for number, found in values.items()
    }
    lines = np.concatenate([[0], np.cumsum(is_line)])
    last_total = np.maximum.accumulate(np.where(np.isin(reasons, ("subtotal", "total")), np.arange(len(places)), -1))
    for position in bare.tolist():
        sums = [number for number in columns if grid.filled[places[position], number]]
        for start in {int(last_total[position]) + 1, 0}:
            added = [running[number][position] - running[number][start] for number in sums]
            same = all(abs(one - values[number][position]) < CENT for one, number in zip(added, sums, strict=True))
            if same and lines[position] - lines[start] > 1:
                reasons[position] = "total"


def _floats(grid: Grid, number: int, places: np.ndarray) -> np.ndarray:
    """Return a column's numbers for a comparison of sums, 0 where there is none."""
    texts = grid.texts[number].take(places)
    values = [float(parse_money(text).value or 0) for text in texts.distinct.to_pylist()]
    column: np.ndarray = np.array(values, dtype=np.float64)[texts.codes]
    return column
