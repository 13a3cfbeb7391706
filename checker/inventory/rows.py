"""Which rows below a header are lines, and why every other row is none."""

from collections.abc import Mapping

import numpy as np

from checker.inventory.grid import Grid
from checker.inventory.headers import Header
from checker.inventory.labels import Label, is_heading, is_numeric, read_label
from checker.inventory.lines import NUMBER_COLUMNS
from checker.inventory.money import parse_money

IDENTITY = ("product_name", "model", "specification")
NAMING = ("sku", *IDENTITY)
LINE = ""


def judge_rows(grid: Grid, header: Header, places: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Return for each place the reason code for which its row is no line, or ``""`` for a line.

    Args:
        grid: The sheet.
        header: The header above the rows.
        places: Places of the rows below it.
        spread: Whether a merged block hands a name, model or specification down to each of these rows.
    """
    filled = grid.filled[places]
    reasons = np.full(len(places), LINE, dtype=object)
    reasons[grid.counts[places] == 0] = "blank"
    numbers = {field: grid.number_of(column) for field, column in header.fields.items()}
    mapped = sorted({number for number in numbers.values() if number is not None})
    reasons[(reasons == LINE) & ~filled[:, mapped].any(axis=1)] = "nothing_mapped"
    reasons[_repeats(grid, header, places)] = "repeated_header"
    naming = filled[:, _columns(numbers, NAMING)].sum(axis=1)
    doubtful = np.flatnonzero(np.isin(reasons, (LINE, "nothing_mapped")) & (naming <= 2))
    if len(doubtful):
        _judge_labels(grid, header, places, doubtful, reasons)
    nameless = ~filled[:, _columns(numbers, IDENTITY)].any(axis=1) & ~spread
    _judge_nameless(grid, numbers, places, np.flatnonzero((reasons == LINE) & nameless), reasons)
    return reasons


def _columns(numbers: Mapping[str, int | None], fields: tuple[str, ...]) -> list[int]:
    return sorted({number for field in fields if (number := numbers.get(field)) is not None})


def _repeats(grid: Grid, header: Header, places: np.ndarray) -> np.ndarray:
    """Return which rows repeat the header's own texts."""
    import pyarrow.compute as pc  # noqa: PLC0415 - with the data only

    if not len(places):
        return np.zeros(0, dtype=bool)
    matches = np.zeros(len(places), dtype=np.int32)
    printed = 0
    for column in set(header.fields.values()):
        number = grid.number_of(column)
        if number is None:
            continue
        texts = [grid.texts[number][place].as_py() for place in range(header.first, header.last + 1)]
        printed += 1
        same = np.zeros(len(places), dtype=bool)
        for text in {text for text in texts if text}:
            same |= pc.equal(grid.texts[number], text).to_numpy(zero_copy_only=False)[places]
        matches += same
    return (matches >= 2) & (2 * matches >= printed)


def _judge_labels(grid: Grid, header: Header, places: np.ndarray, doubtful: np.ndarray, reasons: np.ndarray) -> None:
    """Set aside totals, notes and headings among rows with at most two naming cells."""
    labelled = np.zeros(len(doubtful), dtype=bool)
    labels: list[tuple[np.ndarray, list[Label | None]]] = []
    number_columns = {grid.number_of(column) for field, column in header.fields.items() if field in NUMBER_COLUMNS}
    subset = places[doubtful]
    for number, texts in enumerate(grid.texts):
        if number in number_columns:
            continue
        encoded = texts.take(subset).dictionary_encode()
        found = [read_label(text) if text and len(text) < 80 else None for text in encoded.dictionary.to_pylist()]
        codes = encoded.indices.to_numpy()
        labels.append((codes, found))
        labelled |= np.array([label is not None for label in found], dtype=bool)[codes]
    alone = grid.counts[subset] == 1
    for position in np.flatnonzero(labelled | alone).tolist():
        place = int(subset[position])
        reason = _judge_row(grid, header, place)
        if reason:
            reasons[doubtful[position]] = reason


def _judge_row(grid: Grid, header: Header, place: int) -> str:
    """Return why one row with a label, or with a single text, is no line; ``""`` when it may be one."""
    texts = grid.row_texts(place)
    fields: dict[int, list[str]] = {}
    for field, column in header.fields.items():
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
    above = range(max(header.last + 1, place - 5000), place)
    return any(texts[row].as_py() == stem for texts in grid.texts for row in reversed(above))


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
    grid: Grid, numbers: Mapping[str, int | None], places: np.ndarray, nameless: np.ndarray, reasons: np.ndarray
) -> None:
    """Set aside unlabelled sums: rows with nothing but numbers, each the sum of the rows above it in its column."""
    if not len(nameless):
        return
    columns = {numbers[field] for field in NUMBER_COLUMNS if numbers.get(field) is not None}
    others = [number for number in range(len(grid.columns)) if number not in columns]
    bare = nameless[~grid.filled[places[nameless]][:, others].any(axis=1)]
    for position in bare.tolist()[:1000]:
        start = (
            max((earlier for earlier in range(position) if reasons[earlier] in ("subtotal", "total")), default=-1) + 1
        )
        whole = [place for place, reason in zip(places[:position], reasons[:position], strict=True) if reason == LINE]
        part = [
            place
            for place, reason in zip(places[start:position], reasons[start:position], strict=True)
            if reason == LINE
        ]
        if _sums_up(grid, columns, int(places[position]), part) or _sums_up(
            grid, columns, int(places[position]), whole
        ):
            reasons[position] = "total"


def _sums_up(grid: Grid, columns: set[int | None], place: int, above: list[int]) -> bool:
    found = False
    for number in columns:
        if number is None or not (text := grid.texts[number][place].as_py()):
            continue
        value = parse_money(text).value
        parts = [parse_money(grid.texts[number][row].as_py()).value or 0 for row in above]
        if value is None or len(above) < 2 or abs(sum(parts) - value) > 0:
            return False
        found = True
    return found
