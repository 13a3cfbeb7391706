"""Scope and certificate of every line put together into its verdict."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import numpy as np
import pandas as pd

from checker.loader.register import Register
from checker.matcher.certificates import OUTCOMES, Cases, NumberedLines, find_cases, number_lines
from checker.matcher.distinct import find_firsts, number_objects, number_pairs, spread_objects, spread_texts
from checker.matcher.findings import FINDING_COLUMNS, SCOPES, ThresholdRule
from checker.matcher.knowledge import Knowledge
from checker.matcher.memory import Memory
from checker.matcher.scope import find_scopes
from checker.messages import Remark

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
    outcomes = cases["certificate_finding"].tolist()
    chosen = [each.together if threshold_rule == "all" else each.alone for each in decisions]
    others = [each.alone if threshold_rule == "all" else each.together for each in decisions]
    scopes, scopes_other = [decision.scope for decision in chosen], [decision.scope for decision in others]
    findings = pd.DataFrame(
        {
            "scope": spread_texts(scopes, product),
            "categories": spread_objects([decision.categories for decision in chosen], product),
            "scope_other": spread_texts(scopes_other, product),
            "certificate_finding": spread_texts(outcomes, case),
            "certificate_number": spread_texts(cases["certificate_number"].tolist(), case),
            "certificate_match": spread_texts(cases["certificate_match"].tolist(), case),
            "certificate_valid_until": cases["certificate_valid_until"].to_numpy()[case],
            "verdict": decide_verdicts(scopes, product, outcomes, case),
            "verdict_other": decide_verdicts(scopes_other, product, outcomes, case),
            "reasons": join_reasons(
                [decision.reasons for decision in chosen], product, cases["reasons"].tolist(), case
            ),
        },
        copy=False,
    )[list(FINDING_COLUMNS)]
    findings.index = lines.index
    return findings


def decide_verdicts(
    of_products: Sequence[str], product: np.ndarray, of_cases: Sequence[str], case: np.ndarray
) -> "pd.Series[str]":
    """Return for every line the verdict on its product's scope and its case's certificate finding, by ``VERDICT_TABLE``."""
    scopes = [SCOPES.index(scope) for scope in of_products]
    outcomes = [OUTCOMES.index(outcome) for outcome in of_cases]
    pairs = np.array(scopes, dtype=np.int64)[product] * len(OUTCOMES) + np.array(outcomes, dtype=np.int64)[case]
    return spread_texts([VERDICT_TABLE[scope, outcome] for scope in SCOPES for outcome in OUTCOMES], pairs)


def join_reasons(
    of_products: Sequence[tuple[Remark, ...]],
    product: np.ndarray,
    of_cases: Sequence[tuple[Remark, ...]],
    case: np.ndarray,
) -> np.ndarray:
    """Return for every line the reasons of its product and of its case one after the other; the same pairs share one tuple."""
    first, heads = number_objects(of_products)
    second, tails = number_objects(of_cases)
    before, behind = first[product], second[case]
    pairs = number_pairs(before, behind, len(tails))
    firsts = find_firsts(pairs)
    joined = [
        (*heads[head], *tails[tail])
        for head, tail in zip(before[firsts].tolist(), behind[firsts].tolist(), strict=True)
    ]
    return spread_objects(joined, pairs)
