"""The whole way from files to a result, in one function. The only place that knows all rooms."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import pandas as pd

from checker.article63.assessment import conclude
from checker.article63.cases import CaseBy
from checker.article63.law import load_law
from checker.article63.rates import Rates, read_dated_rates
from checker.article63.shipments import plan_shipments
from checker.certificate_process import CertificateProcess, is_worth_a_process
from checker.decisions.reading import identify_file
from checker.decisions.record import gather_decisions
from checker.errors import EmptyInventoryError, ExitCode, UsageError
from checker.inventory.lines import Inventory
from checker.inventory.reading import read_inventory
from checker.judging import Judge
from checker.loader.directory import Directory
from checker.loader.editions import choose_edition, load_directory
from checker.loader.loading import load_lists
from checker.matcher.findings import HELD_VERDICTS, ThresholdRule
from checker.matcher.knowledge import load_knowledge
from checker.result import Basis, CheckResult
from checker.tables.reading import read_workbook
from checker.tables.sheet import UnreadableTableError


class Progress(Protocol):
    """Whoever wants to show which stage is running, and how far it is."""

    def stage(self, name: str, rows: int = 0) -> AbstractContextManager[Callable[[int], None]]:
        """Return a context that lasts as long as the stage; it gives what is called with the number of rows done.

        Args:
            name: What is being done.
            rows: How many rows it is done to, 0 where they are counted on the way.
        """


class SilentProgress:
    """Shows nothing."""

    def stage(self, name: str, rows: int = 0) -> AbstractContextManager[Callable[[int], None]]:  # noqa: ARG002 - nothing is shown
        """Return an empty context."""
        return nullcontext(lambda _: None)


@dataclass(frozen=True)
class CheckRequest:
    """One check as asked for; see ``checker check --help``.

    Attributes:
        inventories: Files to check.
        shown: How reports name a file, where not by its path.
        registers: Lists of certificates; without any the stored register is used.
        store: The stored register, None for the one in the user's data folder.
        as_of: The day on which lines without a date are judged.
        edition: Edition of the Directory; None for the one shipped or, where one in force is stored, the newer.
        threshold_rule: Reading of several thresholds in one category.
        rates: Yuan per unit of each foreign currency.
        rates_file: Table of rates by date.
        columns: Field to header or column letter, where the reader's guess would be wrong.
        date_order: How a date like ``03/04/2026`` is read: ``dmy``, ``mdy``, or not at all.
        sheets: Names of the only sheets to read; empty for all.
        case_by: What makes one case under Article 63.
        tax_included: Whether prices include the tax of the tax column.
        decisions: File of persons' decisions, which go before those of the store.
        plan: Whether dates and quantities are intended sales, to be decided per shipment.
        fail_on: From which verdict on the exit code is not 0: ``review``, ``uncertified`` or ``never``.
    """

    inventories: Sequence[Path]
    shown: Mapping[Path, str] = field(default_factory=dict)
    registers: Sequence[Path] = ()
    store: Path | None = None
    as_of: date = field(default_factory=date.today)
    edition: str | None = None
    threshold_rule: ThresholdRule = "all"
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    rates_file: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: str = ""
    sheets: Sequence[str] = ()
    case_by: CaseBy = "seller"
    tax_included: bool = True
    plan: bool = False
    decisions: Path | None = None
    fail_on: str = "review"


def check_inventories(request: CheckRequest, progress: Progress | None = None, *, processes: int = 1) -> CheckResult:
    """Check inventories and return the whole result.

    Args:
        request: The check.
        progress: Who shows how far it is.
        processes: With 2, another process may be started to find the certificates where there is much to do.

    Raises:
        CheckerError: Of the subclass whose exit code says what could not be done.
    """
    show = progress or SilentProgress()
    load_edition(request)
    with ExitStack() as stack:
        beside = start_beside(stack, request, processes)
        other_core = stack.enter_context(ThreadPoolExecutor(1))
        loading = other_core.submit(lambda: load_judge(request, SilentProgress(), beside).prepare())
        with show.stage("reading the inventory") as done:
            inventories = []
            for path in request.inventories:
                inventories.append(read_one(path, request))
                done(len(inventories[-1].lines))
        with show.stage("reading the register"):
            judge = loading.result()
        return check_read(request, inventories, judge, show)


def start_beside(stack: ExitStack, request: CheckRequest, processes: int) -> CertificateProcess | None:
    """Start the process that finds the certificates until a stack is left, where it may be and is worth it."""
    if processes == 1 or not is_worth_a_process([*request.inventories, *request.registers]):
        return None
    return stack.enter_context(CertificateProcess(request.registers, request.store))


def check_read(request: CheckRequest, inventories: Sequence[Inventory], judge: Judge, show: Progress) -> CheckResult:
    """Check inventories that were read and return the whole result.

    Raises:
        EmptyInventoryError: They have no lines.
        UsageError: A line with money is in a currency without a rate.
    """
    lines = pd.concat([inventory.lines for inventory in inventories], ignore_index=True)
    if lines.empty:
        raise EmptyInventoryError("nothing_to_check", paths=", ".join(str(path) for path in request.inventories))
    with show.stage("matching", len(lines)):
        findings, uses = judge.find(lines)
    with show.stage("assessing exposure under Article 63", len(lines)):
        weighed = judge.weigh(lines, findings)
        exposure = conclude(
            weighed,
            judge.law,
            as_of=request.as_of,
            case_by=request.case_by,
            threshold_rule=request.threshold_rule,
        )
        sales = pd.concat([lines, findings], axis="columns")
        plans = plan_shipments(sales, judge.law, as_of=request.as_of, rates=judge.rates) if request.plan else ()
    return CheckResult(
        basis=describe_basis(request, judge),
        inventories=tuple(inventories),
        lines=lines,
        findings=findings,
        exposure=exposure,
        plans=plans,
        decisions=uses,
        exit_code=decide_exit_code(set(findings["verdict"].unique()), inventories, fail_on=request.fail_on),
    )


def load_edition(request: CheckRequest) -> Directory:
    """Return the edition of the Directory asked for, else the one in force on the day of the check."""
    return load_directory(request.edition or choose_edition(request.as_of))


def load_judge(request: CheckRequest, show: Progress, beside: CertificateProcess | None = None) -> Judge:
    """Return what decides the lines of a request.

    Args:
        request: The check.
        show: Who shows how far it is.
        beside: The process that loads the lists and finds the certificates; without it this one does.

    Raises:
        DataError: A data file or list is missing or damaged.
        ConfigurationError: The file of decisions is wrong.
        UsageError: The table of rates cannot be read.
    """
    with show.stage("loading the vocabulary"):
        knowledge = load_knowledge(load_edition(request))
    with show.stage("reading the register") as done:
        register = beside.read_register() if beside else load_lists(request.registers, request.store)
        done(len(register.entries))
    return Judge(
        knowledge=knowledge,
        register=register,
        law=load_law(),
        rates=read_rates(request),
        decisions=gather_decisions(request.decisions, request.store),
        as_of=request.as_of,
        threshold_rule=request.threshold_rule,
        tax_included=request.tax_included,
        begin=beside.begin if beside else None,
    )


def describe_basis(request: CheckRequest, judge: Judge) -> Basis:
    """Return what a result rests on."""
    return Basis(
        as_of=request.as_of,
        directory=judge.knowledge.directory,
        register=judge.register.sources,
        threshold_rule=request.threshold_rule,
        rates=dict(request.rates),
        decisions=identify_file(request.decisions) if request.decisions else None,
    )


def read_one(path: Path, request: CheckRequest) -> Inventory:
    """Return one inventory of a request under the name that reports show."""
    inventory = read_inventory(path, sheets=request.sheets, columns=request.columns, date_order=request.date_order)
    return show_as(inventory, request)


def show_as(inventory: Inventory, request: CheckRequest) -> Inventory:
    """Return an inventory under the name that reports show."""
    if inventory.path not in request.shown:
        return inventory
    name = request.shown[inventory.path]
    lines = inventory.lines.assign(path=pd.array([name], dtype="str").repeat(len(inventory.lines)))
    return replace(inventory, path=Path(name), lines=lines)


def read_rates(request: CheckRequest) -> Rates:
    """Return the rates of exchange: those named, then those of the table by date.

    Raises:
        UsageError: The table cannot be read or lacks a column.
    """
    if request.rates_file is None:
        return Rates(request.rates)
    try:
        cells = read_workbook(request.rates_file).sheets[0].cells
    except UnreadableTableError as error:
        raise UsageError(error.code, **error.facts) from error
    header = cells.iloc[0].str.strip().str.lower()
    return read_dated_rates(cells.iloc[1:].set_axis(header, axis="columns"), request.rates)


def decide_exit_code(verdicts: Collection[str], inventories: Iterable[Inventory], *, fail_on: str) -> ExitCode:
    """Return HOLD, REVIEW or OK as far as ``fail_on`` lets them through.

    A table-like sheet that could not be read as lines needs review like a line would.
    """
    unread = any(sheet.looks_tabular for inventory in inventories for sheet in inventory.sheets)
    if not set(HELD_VERDICTS).isdisjoint(verdicts) and fail_on != "never":
        return ExitCode.HOLD
    if ("review" in verdicts or unread) and fail_on == "review":
        return ExitCode.REVIEW
    return ExitCode.OK
