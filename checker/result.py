"""The whole result of one check, as the pipeline hands it to the reports."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from checker.article63.cases import Exposure
from checker.article63.shipments import ShipmentPlan
from checker.decisions.decision import DecisionFile, DecisionUse
from checker.errors import ExitCode
from checker.inventory.lines import Inventory
from checker.loader.directory import Directory
from checker.loader.register import RegisterSource
from checker.matcher.findings import VERDICTS, ThresholdRule


@dataclass(frozen=True)
class Basis:
    """What the result rests on.

    Attributes:
        as_of: The day on which lines without a date are judged.
        directory: The edition applied.
        register: The lists of certificates loaded, empty when none.
        threshold_rule: ``all`` (cumulative reading) or ``any`` (strict reading).
        rates: Yuan per unit of each foreign currency, as given.
        decisions: The file of decisions given, None when only those of the store counted.
    """

    as_of: date
    directory: Directory
    register: tuple[RegisterSource, ...]
    threshold_rule: ThresholdRule
    rates: dict[str, Decimal]
    decisions: DecisionFile | None = None


@dataclass(frozen=True)
class CheckResult:
    """Everything a report may say.

    Attributes:
        basis: What the result rests on.
        inventories: The files read, with the account of every row.
        lines: All lines of all files (``checker.inventory.lines.LINE_COLUMNS``), index 0…n-1.
        findings: Findings of the same index (``checker.matcher.findings.FINDING_COLUMNS``).
        exposure: What Article 63 puts at risk.
        exit_code: What the run exits with.
        plans: What to do with each planned shipment, empty unless asked for.
        decisions: What became of each person's decision on record.
    """

    basis: Basis
    inventories: tuple[Inventory, ...]
    lines: pd.DataFrame
    findings: pd.DataFrame
    exposure: Exposure
    exit_code: ExitCode
    plans: tuple[ShipmentPlan, ...] = ()
    decisions: tuple[DecisionUse, ...] = ()

    @property
    def verdict_counts(self) -> dict[str, int]:
        """Lines per verdict, zero included."""
        counts = self.findings["verdict"].value_counts()
        return {verdict: int(counts.get(verdict, 0)) for verdict in VERDICTS}

    @property
    def depends_on_reading(self) -> int:
        """Lines whose scope differs between the cumulative and the strict reading of the thresholds."""
        return int((self.findings["scope"] != self.findings["scope_other"]).sum())
