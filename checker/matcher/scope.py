"""Whether each line is something the Directory lists, decided once per distinct product and broadcast."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from checker.matcher.decision import Decisions
from checker.matcher.knowledge import Knowledge
from checker.matcher.memory import ScopeMemory
from checker.matcher.naming import Product
from checker.numbering import group_objects, group_rows, spread_objects, spread_texts

PRODUCT_COLUMNS = ("manufacturer", "product_name", "model", "specification")


class Scopes(NamedTuple):
    """The decisions on the products of many lines, and the place in them for every line."""

    decisions: list[Decisions]
    codes: np.ndarray


def find_scopes(lines: pd.DataFrame, memory: ScopeMemory) -> Scopes:
    """Return the decision on every line's product; text columns that are absent count as empty."""
    present = [column for column in PRODUCT_COLUMNS if column in lines.columns]
    texts = lines[present].fillna("").astype("str")
    products = group_rows(texts[column] for column in present)
    columns = [
        texts[column].array[products.first].tolist() if column in present else [""] * len(products)
        for column in PRODUCT_COLUMNS
    ]
    decided = memory.decide([Product(*cells) for cells in zip(*columns, strict=True)])
    shared, distinct = group_objects(np.fromiter(decided, dtype=object, count=len(decided)))
    return Scopes(distinct.tolist(), shared.numbers[products.numbers])


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
    found = find_scopes(lines, memory or ScopeMemory(knowledge))
    columns: dict[str, object] = {}
    for rule, chosen in (
        ("all", [each.together for each in found.decisions]),
        ("any", [each.alone for each in found.decisions]),
    ):
        columns[f"scope_{rule}"] = spread_texts([each.scope for each in chosen], found.codes)
        columns[f"categories_{rule}"] = spread_objects([each.categories for each in chosen], found.codes)
        columns[f"reasons_{rule}"] = spread_objects([each.reasons for each in chosen], found.codes)
    return pd.DataFrame(columns, index=lines.index)
