"""The batch function: a pandas frame of lines in, a frame of findings out, the same in one process and on any engine."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import localcontext
from functools import cached_property
from typing import Any

import pandas as pd

from checker.article63.gains import weigh_lines
from checker.article63.law import Law
from checker.article63.penalty import DIGITS
from checker.article63.rates import Rates
from checker.collection import without_collection
from checker.decisions.applying import apply_decisions
from checker.decisions.decision import Decision, DecisionUse
from checker.inventory.lines import DATE_COLUMNS, LINE_COLUMNS, NUMBER_COLUMNS, TEXT_COLUMNS
from checker.loader.register import Register
from checker.matcher.findings import ThresholdRule
from checker.matcher.knowledge import Knowledge
from checker.matcher.matching import Begin, match_lines
from checker.matcher.memory import Memory
from checker.matcher.unreadable import hold_back


@dataclass(frozen=True)
class Judge:
    """Everything that decides lines. It can be pickled: an engine sends it once to each of its workers.

    Attributes:
        knowledge: Directory, vocabulary, families and makers.
        register: The lists of certificates.
        law: The law applied.
        rates: Rates into yuan.
        decisions: Persons' decisions on record.
        as_of: The day on which lines without a date are judged.
        threshold_rule: Reading of several thresholds in one category.
        tax_included: Whether prices include the tax of the tax column.
        begin: Has certificates found by another process of this machine; it does not travel.
    """

    knowledge: Knowledge
    register: Register
    law: Law
    rates: Rates
    decisions: tuple[Decision, ...]
    as_of: date
    threshold_rule: ThresholdRule = "all"
    tax_included: bool = True
    begin: Begin | None = field(default=None, compare=False)

    @cached_property
    def _memory(self) -> Memory:
        """What is kept of one frame for the next."""
        return Memory(self.knowledge, self.register)

    def __getstate__(self) -> dict[str, Any]:
        """Leave out of a pickle what can be built again, and what belongs to this machine."""
        return {name: value for name, value in self.__dict__.items() if name != "_memory"} | {"begin": None}

    def prepare(self) -> "Judge":
        """Arrange for look-up now, rather than with the first lines, what this process looks up; return itself."""
        _ = self._memory.scope
        if self.begin is None:
            _ = self._memory.certificates
        return self

    def find(self, lines: pd.DataFrame) -> tuple[pd.DataFrame, tuple[DecisionUse, ...]]:
        """Return the findings of lines (``FINDING_COLUMNS``) with decisions applied, and what became of each decision."""
        with without_collection():
            matched = match_lines(
                lines,
                self.knowledge,
                self.register,
                as_of=self.as_of,
                threshold_rule=self.threshold_rule,
                memory=self._memory,
                begin=self.begin,
            )
            return apply_decisions(
                lines,
                hold_back(lines, matched),
                self.decisions,
                self.register,
                makers=self.knowledge.makers,
                edition=self.knowledge.directory.edition,
                as_of=self.as_of,
            )

    def weigh(self, lines: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
        """Return the money of the held and review lines (``GAINS_COLUMNS``).

        Raises:
            UsageError: A line with money is in a currency without a rate.
        """
        sales = pd.concat([lines, findings], axis="columns")
        with localcontext(prec=DIGITS):
            return weigh_lines(sales, self.law, as_of=self.as_of, rates=self.rates, tax_included=self.tax_included)

    def check_frame(self, lines: pd.DataFrame) -> pd.DataFrame:
        """Return the findings of a frame of lines, flat, as any engine can keep them: reasons are text.

        Args:
            lines: Any of the columns ``LINE_COLUMNS``; those that are absent count as empty.

        Returns:
            A frame with the index of ``lines`` and the columns of :data:`FLAT_FINDINGS`, all text.
        """
        complete = complete_lines(lines)
        findings, _ = self.find(complete)
        return flatten(findings)[list(FLAT_FINDINGS)]

    def check_frames(self, frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        """Yield every frame with its findings beside it, as Spark's ``mapInPandas`` wants it."""
        for frame in frames:
            yield pd.concat([frame, self.check_frame(frame)], axis="columns")


FLAT_FINDINGS = (
    "scope", "categories", "scope_other", "certificate_finding", "certificate_number", "certificate_match",
    "certificate_valid_until", "verdict", "verdict_other", "reasons_zh", "reasons_en",
)  # fmt: skip
"""Columns of :meth:`Judge.check_frame`."""


def flatten(findings: pd.DataFrame) -> pd.DataFrame:
    """Return findings with texts alone; reasons of a line stand under each other, category ids with a blank between them."""

    def convert(column: str, word: Any) -> "pd.Series[str]":  # noqa: ANN401 - a function of what the column holds
        distinct = {id(value): value for value in findings[column].array}
        worded = {key: word(value) for key, value in distinct.items()}
        return pd.Series([worded[id(value)] for value in findings[column].array], index=findings.index, dtype="str")

    until = findings["certificate_valid_until"].astype("datetime64[s]").dt.strftime("%Y-%m-%d")
    return findings.assign(
        categories=convert("categories", " ".join),
        certificate_valid_until=until.fillna("").astype("str"),
        reasons_zh=convert("reasons", lambda remarks: "\n".join(remark.zh for remark in remarks)),
        reasons_en=convert("reasons", lambda remarks: "\n".join(remark.en for remark in remarks)),
    )


def complete_lines(frame: pd.DataFrame) -> pd.DataFrame:
    """Return lines with every column of ``LINE_COLUMNS``: texts trimmed, dates typed, absent ones empty.

    A line that names no product is unreadable, as in an inventory file.
    """
    columns: dict[str, Any] = {}
    for name in LINE_COLUMNS:
        given = frame.get(name)
        if name in TEXT_COLUMNS:
            texts = pd.Series("", index=frame.index) if given is None else given.fillna("")
            columns[name] = texts.astype("str").str.strip()
        elif name in DATE_COLUMNS:
            days = pd.Series(pd.NaT, index=frame.index) if given is None else pd.to_datetime(given)
            columns[name] = days.astype("datetime64[s]")
        elif name in NUMBER_COLUMNS:
            columns[name] = pd.Series(None, index=frame.index, dtype=object) if given is None else given.astype(object)
    named = (columns["product_name"] + columns["model"] + columns["specification"]) != ""
    row = frame["row"] if "row" in frame else pd.Series(range(1, len(frame) + 1), index=frame.index)
    unreadable = frame["unreadable"].astype(bool) | ~named if "unreadable" in frame else ~named
    problems = (
        frame["problems"] if "problems" in frame else pd.Series([()] * len(frame), index=frame.index, dtype=object)
    )
    return pd.DataFrame({**columns, "row": row, "unreadable": unreadable, "problems": problems})[list(LINE_COLUMNS)]
