"""The whole way from files to a result, in one function. The only place that knows all rooms."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import pandas as pd

from checker.article63.assessment import assess
from checker.article63.law import load_law
from checker.errors import EmptyInventoryError, ExitCode
from checker.inventory.lines import Inventory
from checker.inventory.reading import read_inventory
from checker.loader.editions import load_directory
from checker.loader.lists import read_register
from checker.matcher.findings import HELD_VERDICTS, ThresholdRule
from checker.matcher.knowledge import load_knowledge
from checker.matcher.matching import match_lines
from checker.result import Basis, CheckResult


class Progress(Protocol):
    """Whoever wants to show which stage is running."""

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Return a context that lasts as long as the stage."""


class SilentProgress:
    """Shows nothing."""

    def stage(self, name: str) -> AbstractContextManager[None]:  # noqa: ARG002 - nothing is shown
        """Return an empty context."""
        return nullcontext()


@dataclass(frozen=True)
class CheckRequest:
    """One check as asked for; see ``checker check --help``.

    Attributes:
        inventories: Files to check.
        registers: Lists of certificates.
        as_of: The day on which lines without a date are judged.
        edition: Edition of the Directory.
        threshold_rule: Reading of several thresholds in one category.
        rates: Yuan per unit of each foreign currency.
        columns: Field to header or column letter, where the reader's guess would be wrong.
        sheets: Names of the only sheets to read; empty for all.
        case_by: What makes one case under Article 63.
        fail_on: From which verdict on the exit code is not 0: ``review``, ``uncertified`` or ``never``.
    """

    inventories: Sequence[Path]
    registers: Sequence[Path] = ()
    as_of: date = field(default_factory=date.today)
    edition: str = "2023"
    threshold_rule: ThresholdRule = "all"
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    sheets: Sequence[str] = ()
    case_by: str = "seller"
    fail_on: str = "review"


def check_inventories(request: CheckRequest, progress: Progress | None = None) -> CheckResult:
    """Check inventories and return the whole result.

    Raises:
        CheckerError: Of the subclass whose exit code says what could not be done.
    """
    show = progress or SilentProgress()
    directory = load_directory(request.edition)
    with show.stage("reading the inventory"):
        inventories = tuple(
            read_inventory(path, sheets=request.sheets, columns=request.columns) for path in request.inventories
        )
    lines = pd.concat([inventory.lines for inventory in inventories], ignore_index=True)
    if lines.empty:
        raise EmptyInventoryError("nothing_to_check", paths=", ".join(str(path) for path in request.inventories))
    with show.stage("reading the register"):
        register = read_register(request.registers)
    with show.stage("matching"):
        findings = match_lines(
            lines,
            load_knowledge(directory),
            register,
            as_of=request.as_of,
            threshold_rule=request.threshold_rule,
        )
    with show.stage("assessing exposure under Article 63"):
        sales = pd.concat([lines, findings], axis="columns")
        exposure = assess(sales, load_law(), as_of=request.as_of, rates=request.rates, case_by=request.case_by)
    return CheckResult(
        basis=Basis(
            as_of=request.as_of,
            directory=directory,
            register=register.sources,
            threshold_rule=request.threshold_rule,
            rates=dict(request.rates),
        ),
        inventories=inventories,
        lines=lines,
        findings=findings,
        exposure=exposure,
        exit_code=decide_exit_code(findings, inventories, fail_on=request.fail_on),
    )


def decide_exit_code(findings: pd.DataFrame, inventories: Sequence[Inventory], *, fail_on: str) -> ExitCode:
    """Return HOLD, REVIEW or OK as far as ``fail_on`` lets them through.

    A table-like sheet that could not be read as lines needs review like a line would.
    """
    verdicts = set(findings["verdict"].unique())
    unread = any(sheet.looks_tabular for inventory in inventories for sheet in inventory.sheets)
    if verdicts & set(HELD_VERDICTS) and fail_on != "never":
        return ExitCode.HOLD
    if ("review" in verdicts or unread) and fail_on == "review":
        return ExitCode.REVIEW
    return ExitCode.OK
