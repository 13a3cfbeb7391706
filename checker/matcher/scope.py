"""Whether each line is something the Directory lists, decided once per distinct product and broadcast."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd

from checker.matcher.decision import Decisions
from checker.matcher.knowledge import Knowledge
from checker.matcher.memory import ScopeMemory
from checker.matcher.naming import Product

PRODUCT_COLUMNS = ("manufacturer", "product_name", "model", "specification")


def decide_scope(lines: pd.DataFrame, knowledge: Knowledge, memory: ScopeMemory | None = None) -> pd.DataFrame:
    """Return the scope of every line under both readings of the thresholds.

    Args:
        lines: Inventory lines, see ``checker.inventory.lines.LINE_COLUMNS``; text columns that are absent count as empty.
        knowledge: Directory, vocabulary, families and makers.
        memory: Products decided before under the same knowledge.

    Returns:
        A frame with the index of ``lines``: ``scope_all``, ``scope_any`` (in, out, undetermined), ``categories_all``,
        ``categories_any`` (tuples of ids, ``()`` when out), ``reasons_all``, ``reasons_any`` (tuples of
        :class:`checker.messages.Remark`).
    """
    codes, products = find_distinct(lines)
    with _without_collection():
        decisions = (memory or ScopeMemory(knowledge)).decide(products)
    return pd.DataFrame(_broadcast(decisions, codes), index=lines.index)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep the garbage collector from walking over all decisions again and again; it took a quarter of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def find_distinct(lines: pd.DataFrame) -> tuple[np.ndarray, list[Product]]:
    """Return for every line the number of its product, and the distinct products in order of first appearance."""
    present = [column for column in PRODUCT_COLUMNS if column in lines.columns]
    texts = lines[present].fillna("").astype("str")
    codes = (
        texts.groupby(present, sort=False, dropna=False).ngroup().to_numpy() if present else np.zeros(len(lines), int)
    )
    _, first = np.unique(codes, return_index=True)
    columns = [
        texts[column].array[first].tolist() if column in present else [""] * len(first) for column in PRODUCT_COLUMNS
    ]
    return codes, [Product(*cells) for cells in zip(*columns, strict=True)]


def _broadcast(decisions: list[Decisions], codes: np.ndarray) -> dict[str, object]:
    """Return the columns of the result, each decision's objects shared by all its lines."""
    columns: dict[str, object] = {}
    for rule, chosen in (("all", [each.together for each in decisions]), ("any", [each.alone for each in decisions])):
        scopes = np.array([decision.scope for decision in chosen], dtype=object)
        columns[f"scope_{rule}"] = pd.array(scopes[codes], dtype="str")
        columns[f"categories_{rule}"] = _take([decision.categories for decision in chosen], codes)
        columns[f"reasons_{rule}"] = _take([decision.reasons for decision in chosen], codes)
    return columns


def _take(values: list[tuple[object, ...]], codes: np.ndarray) -> np.ndarray:
    held = np.fromiter(values, dtype=object, count=len(values))
    return held[codes]  # type: ignore[no-any-return]
