"""``checker check``: the main job."""

import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli.against import compare, read_earlier
from checker.cli.console import StageProgress, reader_language, say_message
from checker.cli.options import (
    CaseBy,
    DateOrder,
    FailOn,
    Lang,
    Output,
    ThresholdRule,
    parse_day,
    parse_outputs,
    parse_pairs,
    parse_rates,
    refuse_repeats,
)
from checker.errors import CheckerError

if TYPE_CHECKING:
    from checker.cli.settings import Settings
    from checker.inventory.lines import Inventory
    from checker.loader.register import RegisterSource
    from checker.pipeline import CheckRequest

STDIN = Path("-")
MANY_LINES = 100_000
"""From so many lines on a json report is better written as one that streams."""

Inventories = Annotated[
    list[Path],
    typer.Argument(
        metavar="INVENTORY...",
        help="xlsx, xlsm, xls, ods, csv (also .gz, .zst) or parquet, a folder or pattern of such files, - for csv from stdin; "
        "several make one result.",
    ),
]
Registers = Annotated[
    list[Path] | None,
    typer.Option(
        "--register", metavar="FILE", help="List of certificates and test results; may be repeated. Default: the store."
    ),
]
Store = Annotated[
    Path | None, typer.Option(metavar="PATH", help="The stored register. Default: the one in the user's data folder.")
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Day on which lines without a sale date are judged, YYYY-MM-DD. Default: today."),
]
Edition = Annotated[
    str | None,
    typer.Option(
        "--directory", metavar="EDITION", help="Edition of the Directory. Default: 2023, or a newer stored one."
    ),
]
Rule = Annotated[
    ThresholdRule | None,
    typer.Option(help="Thresholds of one category: all together (default) or any one (strict reading)."),
]
RateOptions = Annotated[
    list[str] | None,
    typer.Option("--rate", metavar="CUR=YUAN", help="Yuan per unit of a foreign currency, e.g. USD=7.10."),
]
RatesFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Rates by date: columns date, currency, rate, optionally per.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=HEADER", help="Take this header or column letter for a field."),
]
Order = Annotated[
    DateOrder | None,
    typer.Option("--date-order", help="How dates like 03/04/2026 are read. Default: they are a problem of their line."),
]
Sheets = Annotated[
    list[str] | None,
    typer.Option("--sheet", metavar="NAME", help="Read only this sheet; may be repeated."),
]
Cases = Annotated[
    CaseBy | None, typer.Option("--case-by", help="What makes one case under Article 63. Default: seller.")
]
TaxExcluded = Annotated[
    bool, typer.Option("--tax-excluded", help="Prices do not include the tax of the tax column (net reading).")
]
Plan = Annotated[
    bool, typer.Option("--plan", help="Dates and quantities are intended sales: HOLD, REVIEW or RELEASE per shipment.")
]
Decisions = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Decisions: the attention sheet filled in, or a table with its columns. They go before those that "
        "checker decide took into the store, which always count.",
    ),
]
Against = Annotated[
    Path | None,
    typer.Option(
        "--against", metavar="OLD.json", help="Earlier JSON report: show what changed since, and why. Same exit code."
    ),
]
Fail = Annotated[
    FailOn | None,
    typer.Option(help="Exit 1 for held lines and 3 for review (review, default), 1 only (uncertified), 0 (never)."),
]
MaxAge = Annotated[
    int | None, typer.Option(metavar="DAYS", help="Warn of a list of certificates older than this. Default: 90.")
]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "-o", "--output", metavar="FORMAT[=PATH]", help="Report to write; may be repeated. Default: terminal."
    ),
]
Quiet = Annotated[
    bool, typer.Option("-q", "--quiet", help="No progress, notes or summary beside the reports asked for.")
]
EngineOption = Annotated[
    str,
    typer.Option("--engine", metavar="NAME", help="What checks batches: local, dask, or dask=tcp://HOST:PORT."),
]
Language = Annotated[Lang | None, typer.Option("--lang", help="Language of human reports. Default: the locale's.")]


def check(
    inventory: Inventories,
    *,
    register: Registers = None,
    store: Store = None,
    as_of: AsOf = None,
    directory: Edition = None,
    threshold_rule: Rule = None,
    rate: RateOptions = None,
    rates_file: RatesFile = None,
    column: Columns = None,
    date_order: Order = None,
    sheet: Sheets = None,
    case_by: Cases = None,
    tax_excluded: TaxExcluded = False,
    plan: Plan = False,
    decisions: Decisions = None,
    against: Against = None,
    fail_on: Fail = None,
    max_age: MaxAge = None,
    output: Outputs = None,
    quiet: Quiet = False,
    lang: Language = None,
    engine: EngineOption = "local",
) -> int:
    """Check inventories: scope, certificates, and what Article 63 puts at risk.

    Every option may also be set in checker.toml or [tool.checker] of pyproject.toml above the inventory, or as a
    variable CHECKER_AS_OF, CHECKER_FAIL_ON …; `checker config` shows what is in force.

    Exit codes: 0 nothing held, 1 hold, 2 usage, 3 review, 65 unreadable inventory, 66 no lines, 67 data,
    68 configuration, 70 internal error, 130 interrupted.
    """
    options = {
        "register": register,
        "store": store,
        "as-of": parse_day(as_of, "--as-of") if as_of else None,
        "directory": directory,
        "threshold-rule": threshold_rule,
        "rate": parse_rates(rate or ()),
        "rates-file": rates_file,
        "column": parse_pairs(column or (), "--column"),
        "date-order": date_order,
        "sheet": sheet,
        "case-by": case_by,
        "tax-excluded": tax_excluded,
        "plan": plan,
        "decisions": decisions,
        "against": against,
        "fail-on": fail_on,
        "max-age": max_age,
        "output": output,
        "quiet": quiet,
        "lang": lang,
    }
    from checker.cli.configuration import settle  # noqa: PLC0415 - keeps --help light

    settings = settle(options, inventory[0] if inventory[0] != STDIN else Path.cwd()).settings
    refuse_repeats(inventory, settings.register_)
    piped = [
        path for path in inventory if path == STDIN or (path.exists() and not path.is_file() and not path.is_dir())
    ]
    if not piped:
        return run_check(inventory, settings, engine=engine)
    with tempfile.TemporaryDirectory(prefix="checker-") as folder:
        spooled = {path: spool(path, Path(folder, f"{number}.csv")) for number, path in enumerate(piped)}
        shown = {copy: str(path) for path, copy in spooled.items()}
        try:
            return run_check([spooled.get(path, path) for path in inventory], settings, shown=shown, engine=engine)
        except CheckerError as error:
            names = {str(copy): name for copy, name in shown.items()}
            error.facts = {name: names.get(str(fact), fact) for name, fact in error.facts.items()}
            raise


def spool(source: Path, target: Path) -> Path:
    """Copy what comes from stdin or a pipe to a file, so that it can be read more than once, and return the file."""
    with target.open("wb") as stream:
        if source == STDIN:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        else:
            with source.open("rb") as pipe:
                shutil.copyfileobj(pipe, stream)
    return target


def run_check(
    inventories: list[Path],
    settings: "Settings",
    shown: Mapping[Path, str] | None = None,
    engine: str = "local",
) -> int:
    """Check inventories as settled, write the reports, and return the exit code.

    Args:
        inventories: The files.
        settings: Everything else that was asked for.
        shown: How reports name a file, where not by its path.
        engine: What checks inventories that are read in batches.
    """
    from checker.report.interface import REPORTS  # noqa: PLC0415 - after the usage is known to be right

    outputs = parse_outputs(settings.output, tuple(REPORTS), [*inventories, *settings.register_])

    from checker.batches.sources import expand_sources, is_large  # noqa: PLC0415 - loads pandas

    files = expand_sources(inventories)
    request = build_request(files, settings, shown or {})
    progress = StageProgress(quiet=settings.quiet)
    in_batches = engine != "local" or is_large(files) or any(output.folder for output in outputs)
    earlier = read_earlier(settings.against, in_batches=in_batches)
    if in_batches:
        from checker.cli.batches import run_in_batches  # noqa: PLC0415 - only for what is read in batches

        wanted = plan_outputs(outputs, quiet=settings.quiet)
        batched = run_in_batches(files, request, engine, wanted, progress, settings)
        warn_of_old_lists(batched.register, settings)
        return int(batched.exit_code)

    from checker.cli.writing import write_reports  # noqa: PLC0415 - loads pandas
    from checker.pipeline import check_inventories  # noqa: PLC0415 - likewise

    result = check_inventories(request, progress, processes=2)
    warn_of_old_lists(result.basis.register, settings)
    warn_of_copies(result.inventories, settings)
    language = settings.lang or reader_language()
    reported = compare(result, earlier)
    wanted = plan_outputs(outputs, quiet=settings.quiet)
    lines = len(result.lines)
    write_reports(reported, wanted, lines=lines, language=language, progress=progress, quiet=settings.quiet)
    if any(output.format == "json" for output in wanted):
        suggest_streaming(lines, quiet=settings.quiet)
    return int(result.exit_code)


def build_request(files: Sequence[Path], settings: "Settings", shown: Mapping[Path, str]) -> "CheckRequest":
    """Return the check that the settings ask for."""
    from checker.pipeline import CheckRequest  # noqa: PLC0415 - loads pandas

    return CheckRequest(
        inventories=files,
        shown=shown,
        registers=settings.register_,
        store=settings.store,
        as_of=settings.as_of,
        edition=settings.directory,
        threshold_rule=settings.threshold_rule,
        rates=settings.rate,
        rates_file=settings.rates_file,
        columns=settings.column,
        date_order=settings.date_order or "",
        sheets=settings.sheet,
        case_by=settings.case_by,
        tax_included=not settings.tax_excluded,
        plan=settings.plan,
        decisions=settings.decisions,
        fail_on=settings.fail_on,
    )


def suggest_streaming(lines: int, *, quiet: bool) -> None:
    """Say that a json report of many lines is better written as one that streams."""
    if lines > MANY_LINES:
        say_message("json_is_large", quiet=quiet, lines=f"{lines:,}")


def warn_of_old_lists(register: "Sequence[RegisterSource]", settings: "Settings") -> None:
    """Say on stderr which lists are older than wanted, and that there are none where there are none."""
    from checker.loader.ages import find_old  # noqa: PLC0415 - with the pipeline

    if not register:
        say_message("no_register", quiet=settings.quiet)
    for source, days in find_old(register, settings.as_of, settings.max_age):
        say_message("old_list", quiet=settings.quiet, name=source.name, days=days, retrieved=source.retrieved)


def warn_of_copies(inventories: "Sequence[Inventory]", settings: "Settings") -> None:
    """Say on stderr which inventories hold the same bytes, since all of their sales are counted."""
    first: dict[str, Path] = {}
    for inventory in inventories:
        other = first.setdefault(inventory.sha256, inventory.path)
        if other != inventory.path:
            say_message("same_content", quiet=settings.quiet, path=inventory.path, other=other)


def plan_outputs(outputs: tuple[Output, ...], *, quiet: bool) -> tuple[Output, ...]:
    """Return the reports to write: those asked for, and the terminal summary where stdout is free and not ``quiet``."""
    summary = Output("terminal", None)
    stdout_taken = any(output.path is None for output in outputs)
    if stdout_taken or (quiet and outputs):
        return outputs
    return (*outputs, summary)
