"""Scope and certificate of every line put together into its verdict."""

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from checker.loader.register import Register
from checker.matcher.certificates import find_certificates
from checker.matcher.findings import FINDING_COLUMNS, ThresholdRule
from checker.matcher.knowledge import Knowledge
from checker.matcher.memory import Memory
from checker.matcher.scope import decide_scope

if TYPE_CHECKING:
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

OTHER_RULE: dict[ThresholdRule, ThresholdRule] = {"all": "any", "any": "all"}


def match_lines(
    lines: pd.DataFrame,
    knowledge: Knowledge,
    register: Register,
    *,
    as_of: date,
    threshold_rule: ThresholdRule = "all",
    memory: Memory | None = None,
) -> pd.DataFrame:
    """Return the findings of every line.

    Args:
        lines: Inventory lines, see ``checker.inventory.lines.LINE_COLUMNS``.
        knowledge: Directory, vocabulary, families and makers.
        register: The lists of certificates loaded.
        as_of: The day on which lines without a date are judged.
        threshold_rule: Reading of several thresholds in one category.
        memory: What was kept of earlier batches under the same knowledge and register.

    Returns:
        A frame with the index of ``lines`` and the columns of ``FINDING_COLUMNS``.
    """
    scopes = decide_scope(lines, knowledge, memory.scope if memory else None)
    certificates = find_certificates(lines, register, knowledge.makers, as_of, memory.certificates if memory else None)
    other = OTHER_RULE[threshold_rule]
    scope = scopes[f"scope_{threshold_rule}"]
    scope_other = scopes[f"scope_{other}"]
    findings = pd.DataFrame(
        {
            "scope": scope,
            "categories": scopes[f"categories_{threshold_rule}"],
            "scope_other": scope_other,
            "certificate_finding": certificates["certificate_finding"],
            "certificate_number": certificates["certificate_number"],
            "certificate_match": certificates["certificate_match"],
            "certificate_valid_until": certificates["certificate_valid_until"],
            "verdict": decide_verdicts(scope, certificates["certificate_finding"]),
            "verdict_other": decide_verdicts(scope_other, certificates["certificate_finding"]),
            "reasons": join_reasons(scopes[f"reasons_{threshold_rule}"], certificates["reasons"]),
        },
        index=lines.index,
    )
    return findings[list(FINDING_COLUMNS)]


def decide_verdicts(scope: "pd.Series[str]", finding: "pd.Series[str]") -> "pd.Series[str]":
    """Return the verdict of each pair of scope and certificate finding, by ``VERDICT_TABLE``."""
    pairs = scope.astype(object) + "/" + finding.astype(object)
    return pairs.map({f"{first}/{second}": verdict for (first, second), verdict in VERDICT_TABLE.items()})


def join_reasons(first: "pd.Series[Any]", second: "pd.Series[Any]") -> np.ndarray:
    """Return the reasons of both decisions one after the other; equal pairs of tuples share one tuple."""
    joined: dict[tuple[int, int], tuple[Remark, ...]] = {}
    reasons = np.empty(len(first), dtype=object)
    for place, (scope_reasons, certificate_reasons) in enumerate(zip(first.array, second.array, strict=True)):
        key = (id(scope_reasons), id(certificate_reasons))
        if key not in joined:
            joined[key] = (*scope_reasons, *certificate_reasons)
        reasons[place] = joined[key]
    return reasons
