"""Two states of the Directory side by side: which categories differ, and in what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from checker.loader.chinese import fold
from checker.loader.directory import Directory
from checker.loader.printed import PrintedRow
from checker.loader.thresholds import COMPARISON

Kind = Literal["name", "scope", "number", "missing", "new"]
ALIKE = 50.0
"""From which likeness (rapidfuzz ratio of names or texts) on two rows of one number are the same row changed."""


@dataclass(frozen=True)
class Change:
    """One difference.

    Attributes:
        id: The category, by the older state's id; for a new one its own.
        kind: ``name`` or ``scope`` (the text differs), ``number`` (it stands at another place), ``missing`` (in the older
            state only), ``new`` (in the newer only).
        old: The older text; ``""`` for a new row.
        new: The newer text; ``""`` for a missing row.
    """

    id: str
    kind: Kind
    old: str
    new: str


def rows_of(directory: Directory) -> tuple[PrintedRow, ...]:
    """Return an edition's rows as a page prints them."""
    return tuple(PrintedRow(row.id, row.name_zh, row.scope_zh) for row in directory.categories)


def compare_rows(old: Sequence[PrintedRow], new: Sequence[PrintedRow]) -> tuple[Change, ...]:
    """Return every difference, in the order of the older state; new rows last.

    Width of signs, white space, simplified or traditional script and how limits are separated do not count; figures, units,
    words and punctuation marks do.
    """
    pairs = pair_rows(old, new)
    changes: list[Change] = []
    for row in old:
        other = pairs.get(row.id)
        if other is None:
            changes.append(Change(row.id, "missing", _quote(row), ""))
            continue
        if row.id != other.id:
            changes.append(Change(row.id, "number", row.id, other.id))
        if fold(row.name) != fold(other.name):
            changes.append(Change(row.id, "name", row.name, other.name))
        if fold_scope(row.scope) != fold_scope(other.scope):
            changes.append(Change(row.id, "scope", row.scope, other.scope))
    paired = {row.id for row in pairs.values()}
    changes += [Change(row.id, "new", "", _quote(row)) for row in new if row.id not in paired]
    return tuple(changes)


def pair_rows(old: Sequence[PrintedRow], new: Sequence[PrintedRow]) -> dict[str, PrintedRow]:
    """Return, by the older row's id, the newer row that is the same category.

    The same name in the same part comes first, then the same text, then the same number where name or text are alike.
    """
    pairs: dict[str, PrintedRow] = {}
    left = {row.id: row for row in new}
    for same in (_same_row, _same_name, _same_scope, _alike):
        for row in old:
            if row.id in pairs:
                continue
            found = next((other for other in left.values() if other.id[0] == row.id[0] and same(row, other)), None)
            if found:
                pairs[row.id] = left.pop(found.id)
    return pairs


def fold_scope(scope: str) -> str:
    """Return a row's second cell as it is compared: what separates limits does not count."""
    plain = fold(scope)
    return plain.replace(";", "") if COMPARISON.search(plain) else plain


def _same_row(old: PrintedRow, new: PrintedRow) -> bool:
    return old.id == new.id and fold(old.name) == fold(new.name)


def _same_name(old: PrintedRow, new: PrintedRow) -> bool:
    return fold(old.name) == fold(new.name)


def _same_scope(old: PrintedRow, new: PrintedRow) -> bool:
    return fold_scope(old.scope) == fold_scope(new.scope)


def _alike(old: PrintedRow, new: PrintedRow) -> bool:
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 - only for rows that changed

    return old.id == new.id and max(ratio(old.name, new.name), ratio(old.scope, new.scope)) >= ALIKE


def _quote(row: PrintedRow) -> str:
    return f"{row.name}：{row.scope}"
