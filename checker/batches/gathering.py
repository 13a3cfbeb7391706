"""Batches put together: what the checks of all of them come to."""

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from checker.article63.assessment import conclude
from checker.article63.cases import Exposure
from checker.article63.gains import fold_lines
from checker.batches.batch import MOST_ATTENTION, MOST_UNFOLDED, Batch
from checker.decisions.decision import DecisionUse, join_uses
from checker.inventory.lines import Inventory
from checker.judging import Judge
from checker.pipeline import CheckRequest
from checker.report.attention import list_attention


@dataclass
class Gathered:
    """What is known after some of the batches; memory grows with distinct products held, not with lines.

    Attributes:
        inventories: The account of every file, by its path.
        lines: Number of lines.
        verdicts_of: Lines per verdict, by file.
        depends_on_reading: Lines whose scope depends on the threshold rule.
        with_problems: Lines with a cell that could not be read.
        categories: Sets of categories found.
        attention: The most urgent lines, at most ``MOST_ATTENTION``, as reports order them.
    """

    inventories: dict[Path, Inventory] = field(default_factory=dict)
    lines: int = 0
    verdicts_of: dict[str, Counter[str]] = field(default_factory=dict)
    depends_on_reading: int = 0
    with_problems: int = 0
    categories: set[tuple[str, ...]] = field(default_factory=set)
    attention: pd.DataFrame | None = None
    _weighed: list[pd.DataFrame] = field(default_factory=list, repr=False)
    _folded: bool = False
    _uses: list[tuple[DecisionUse, ...]] = field(default_factory=list, repr=False)

    def add(self, batch: Batch, judge: Judge) -> None:
        """Take in the next batch, in the order of the lines."""
        for inventory in batch.inventories:
            known = self.inventories.get(inventory.path)
            self.inventories[inventory.path] = join_accounts(known, inventory) if known else inventory
        self._add_weighed(batch)
        self._uses = [
            join_uses([*self._uses, batch.uses], edition=judge.knowledge.directory.edition, as_of=judge.as_of)
        ]
        items = batch.items.set_axis(batch.items.index + self.lines, axis="index")
        self.attention = merge_attention(self.attention, items)
        self.lines += batch.lines
        for path, verdicts in batch.verdicts.items():
            self.verdicts_of.setdefault(path, Counter()).update(verdicts)
        self.depends_on_reading += batch.depends_on_reading
        self.with_problems += batch.with_problems
        self.categories |= batch.categories

    def _add_weighed(self, batch: Batch) -> None:
        self._weighed.append(batch.weighed.set_axis(batch.weighed.index + self.lines, axis="index"))
        self._folded = self._folded or int(batch.weighed["lines"].sum()) > len(batch.weighed)
        held = self._weighed if not self._folded else self._weighed[1:]
        if sum(map(len, held)) > MOST_UNFOLDED:
            self._weighed = [fold_lines(pd.concat(self._weighed, ignore_index=True))]
            self._folded = True

    @property
    def verdicts(self) -> Counter[str]:
        """Lines per verdict."""
        return sum(self.verdicts_of.values(), Counter())

    @property
    def uses(self) -> tuple[DecisionUse, ...]:
        """What became of each decision."""
        return self._uses[0] if self._uses else ()

    def conclude(self, request: CheckRequest, judge: Judge) -> Exposure:
        """Return what Article 63 puts at risk over all batches."""
        weighed = pd.concat(self._weighed, ignore_index=self._folded)
        return conclude(
            fold_lines(weighed) if self._folded else weighed,
            judge.law,
            as_of=request.as_of,
            case_by=request.case_by,
            threshold_rule=request.threshold_rule,
        )


def join_accounts(known: Inventory, more: Inventory) -> Inventory:
    """Return the account of a file with that of its next batch added."""
    sheets = tuple(
        replace(
            before,
            rows_read=before.rows_read + after.rows_read,
            lines=before.lines + after.lines,
            set_aside=(*before.set_aside, *after.set_aside),
        )
        for before, after in zip(known.sheets, more.sheets, strict=True)
    )
    return replace(known, sha256=more.sha256 or known.sha256, sheets=sheets)


def merge_attention(known: pd.DataFrame | None, items: pd.DataFrame) -> pd.DataFrame:
    """Return the most urgent lines of those known and more, at most ``MOST_ATTENTION``, as reports order them."""
    more = list_attention(items).head(MOST_ATTENTION)
    return more if known is None else list_attention(pd.concat([known, more])).head(MOST_ATTENTION)
