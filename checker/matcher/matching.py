"""Scope and certificate of every line put together into its verdict."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from checker.loader.register import Register
from checker.matcher.certificates import OUTCOMES, Cases, NumberedLines, find_cases, number_lines
from checker.matcher.findings import FINDING_COLUMNS, SCOPES, ThresholdRule
from checker.matcher.knowledge import Knowledge
from checker.matcher.memory import Memory
from checker.matcher.scope import find_scopes
from checker.messages import Remark
from checker.numbering import Numbers, group_numbers, group_objects, spread_objects, spread_texts

VERDICT_TABLE = {
    ("in", "certified"): "certified",
    ("in", "lapsed"): "lapsed",
    ("in", "review"): "review",
    ("in", "not_found"): "uncertified",
    ("undetermined", "certified"): "certified",
    ("undetermined", "lapsed"): "review",
    ("undetermined", "review"): "review",
    ("undetermined", "not_found"): "review",
    ("out", "certified"): "clear",
    ("out", "lapsed"): "clear",
    ("out", "review"): "clear",
    ("out", "not_found"): "clear",
}
"""The verdict for each scope and certificate finding. An exact, valid certificate settles a doubt about scope: sold
either way, the product is in order."""

OF_CASES = ("certificate_finding", "certificate_number", "certificate_match", "certificate_valid_until")
"""Columns that are found for cases."""

Begin = Callable[[NumberedLines], Callable[[], Cases]]
"""Begins to find the certificates of lines and returns what waits for them."""


def match_lines(
    lines: pd.DataFrame,
    knowledge: Knowledge,
    register: Register,
    *,
    as_of: date,
    threshold_rule: ThresholdRule = "all",
    memory: Memory | None = None,
    begin: Begin | None = None,
) -> pd.DataFrame:
    """Return the findings of every line.

    Args:
        lines: Inventory lines, see ``checker.inventory.lines.LINE_COLUMNS``.
        knowledge: Directory, vocabulary, families and makers.
        register: The lists of certificates loaded.
        as_of: The day on which lines without a date are judged.
        threshold_rule: Reading of several thresholds in one category.
        memory: What was kept of earlier batches under the same knowledge and register.
        begin: Has the certificates found elsewhere while this process decides the scopes; by default they are found here.

    Returns:
        A frame with the index of ``lines`` and the columns of ``FINDING_COLUMNS``.
    """
    known = memory or Memory(knowledge, register)
    numbered = number_lines(lines, as_of)
    wait = begin(numbered) if begin else partial(find_cases, numbered, known.certificates, register.sources)
    decisions, product = find_scopes(lines, known.scope)
    cases, case = wait()
    chosen = [each.together if threshold_rule == "all" else each.alone for each in decisions]
    others = [each.alone if threshold_rule == "all" else each.together for each in decisions]
    scopes, scopes_other = [decision.scope for decision in chosen], [decision.scope for decision in others]
    outcomes = cases["certificate_finding"].tolist()
    return pd.DataFrame(
        {
            "scope": spread_texts(scopes, product),
            "categories": spread_objects([decision.categories for decision in chosen], product),
            "scope_other": spread_texts(scopes_other, product),
            **{name: cases[name].array.take(case) for name in OF_CASES},
            "verdict": decide_verdicts(scopes, product, outcomes, case),
            "verdict_other": decide_verdicts(scopes_other, product, outcomes, case),
            "reasons": join_reasons([decision.reasons for decision in chosen], product, cases["reasons"], case),
        },
        index=lines.index,
        columns=list(FINDING_COLUMNS),
        copy=False,
    )


def decide_verdicts(
    of_products: Sequence[str], product: Numbers, of_cases: Sequence[str], case: Numbers
) -> ExtensionArray:
    """Return for every line the verdict on its product's scope and its case's certificate finding, by ``VERDICT_TABLE``."""
    scopes = np.array([SCOPES.index(scope) for scope in of_products], dtype=np.int64)
    outcomes = np.array([OUTCOMES.index(outcome) for outcome in of_cases], dtype=np.int64)
    verdicts = [VERDICT_TABLE[scope, outcome] for scope in SCOPES for outcome in OUTCOMES]
    return spread_texts(verdicts, scopes[product] * len(OUTCOMES) + outcomes[case])


def join_reasons(
    of_products: Sequence[tuple[Remark, ...]], product: Numbers, of_cases: "pd.Series[Any]", case: Numbers
) -> np.ndarray:
    """Return for every line the reasons of its product and of its case one after the other; the same pairs share one tuple."""
    heads, head = group_objects(np.fromiter(of_products, dtype=object, count=len(of_products)))
    tails, tail = group_objects(of_cases)
    before, behind = heads.numbers[product], tails.numbers[case]
    pairs = group_numbers([(before, len(heads)), (behind, len(tails))])
    joined = [
        (*first, *second) for first, second in zip(head[before[pairs.first]], tail[behind[pairs.first]], strict=True)
    ]
    return spread_objects(joined, pairs.numbers)
