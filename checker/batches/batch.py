"""One batch checked: what is kept of it once its lines are gone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from checker.article63.cases import Exposure
from checker.article63.gains import fold_lines
from checker.decisions.decision import DecisionUse
from checker.errors import ExitCode
from checker.inventory.lines import Inventory
from checker.judging import Judge
from checker.report.attention import ATTENTION
from checker.report.items import list_items
from checker.result import Basis, CheckResult

MOST_ATTENTION = 20_000
"""Lines needing attention that reports for people are made of; formats that stream have all lines."""
MOST_UNFOLDED = 100_000
"""Held and review lines whose money is kept line by line; beyond, lines that differ only in place and money are added up."""


@dataclass(frozen=True)
class Batch:
    """What one batch contributes to the result.

    Attributes:
        inventories: The accounts of its files, without lines.
        lines: Number of its lines.
        verdicts: Lines per verdict, by file.
        depends_on_reading: Lines whose scope depends on the threshold rule.
        with_problems: Lines with a cell that could not be read.
        categories: Sets of categories found.
        weighed: The money of its held and review lines (``GAINS_COLUMNS``), labelled by their number in the batch, or folded.
        uses: What became of each decision.
        items: Its lines as reports show them (``ITEM_COLUMNS``).
    """

    inventories: tuple[Inventory, ...]
    lines: int
    verdicts: dict[str, Counter[str]]
    depends_on_reading: int
    with_problems: int
    categories: frozenset[tuple[str, ...]]
    weighed: pd.DataFrame
    uses: tuple[DecisionUse, ...]
    items: pd.DataFrame


def check_batch(inventories: Sequence[Inventory], judge: Judge, *, by_shipment: bool, whole: bool) -> Batch:
    """Check the lines of one batch.

    Args:
        inventories: The batch, as read.
        judge: What decides the lines.
        by_shipment: Whether shipments make cases, so that they must be told apart.
        whole: Whether a report wants all lines, not only those needing attention.

    Raises:
        UsageError: A line with money is in a currency without a rate.
    """
    lines = pd.concat([inventory.lines for inventory in inventories], ignore_index=True)
    findings, uses = judge.find(lines)
    weighed = judge.weigh(lines, findings)
    if not by_shipment:
        weighed = weighed.assign(shipment=pd.Series("", index=weighed.index, dtype="str"))
    shown = slice(None) if whole else findings["verdict"].isin(ATTENTION)
    result = CheckResult(
        basis=Basis(judge.as_of, judge.knowledge.directory, (), judge.threshold_rule, {}),
        inventories=(),
        lines=lines.loc[shown],
        findings=findings.loc[shown],
        exposure=Exposure(),
        exit_code=ExitCode.OK,
    )
    return Batch(
        inventories=tuple(replace(inventory, lines=inventory.lines.iloc[:0]) for inventory in inventories),
        lines=len(lines),
        verdicts={
            str(path): Counter({str(verdict): int(count) for verdict, count in group.value_counts().items()})
            for path, group in findings["verdict"].groupby(lines["path"], sort=False)
        },
        depends_on_reading=int((findings["scope"] != findings["scope_other"]).sum()),
        with_problems=int(np.count_nonzero(lines["problems"].to_numpy())),
        categories=frozenset(findings["categories"].unique()),
        weighed=fold_lines(weighed) if len(weighed) > MOST_UNFOLDED else weighed,
        uses=uses,
        items=list_items(result),
    )
