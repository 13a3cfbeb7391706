"""``checker check``: the main job."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from checker.cli.console import StageProgress, reader_language, say_note
from checker.cli.options import (
    CaseBy,
    FailOn,
    Lang,
    Output,
    ThresholdRule,
    parse_day,
    parse_outputs,
    parse_pairs,
    parse_rates,
)

Inventories = Annotated[
    list[Path],
    typer.Argument(metavar="INVENTORY...", help="xlsx, xlsm, xls, ods, csv or parquet; several make one result."),
]
Registers = Annotated[
    list[Path] | None,
    typer.Option("--register", metavar="FILE", help="List of certificates and test results; may be repeated."),
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Day on which lines without a sale date are judged, YYYY-MM-DD. Default: today."),
]
Edition = Annotated[str, typer.Option("--directory", metavar="EDITION", help="Edition of the Directory.")]
Rule = Annotated[
    ThresholdRule,
    typer.Option(help="Thresholds of one category: all together (cumulative reading) or any one (strict reading)."),
]
Rates = Annotated[
    list[str] | None,
    typer.Option("--rate", metavar="CUR=YUAN", help="Yuan per unit of a foreign currency, e.g. USD=7.10."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=HEADER", help="Take this header or column letter for a field."),
]
Sheets = Annotated[
    list[str] | None,
    typer.Option("--sheet", metavar="NAME", help="Read only this sheet; may be repeated."),
]
Cases = Annotated[CaseBy, typer.Option("--case-by", help="What makes one case under Article 63.")]
Fail = Annotated[
    FailOn,
    typer.Option(help="Exit 1 for held lines and 3 for review (review), 1 only (uncertified), or always 0 (never)."),
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
Language = Annotated[Lang | None, typer.Option("--lang", help="Language of human reports. Default: the locale's.")]


def check(
    inventory: Inventories,
    *,
    register: Registers = None,
    as_of: AsOf = None,
    directory: Edition = "2023",
    threshold_rule: Rule = ThresholdRule.ALL,
    rate: Rates = None,
    column: Columns = None,
    sheet: Sheets = None,
    case_by: Cases = CaseBy.SELLER,
    fail_on: Fail = FailOn.REVIEW,
    output: Outputs = None,
    quiet: Quiet = False,
    lang: Language = None,
) -> int:
    """Check inventories: scope, certificates, and what Article 63 puts at risk.

    Exit codes: 0 nothing held, 1 hold, 2 usage, 3 review, 65 unreadable inventory, 66 no lines, 67 data,
    68 configuration, 70 internal error, 130 interrupted.
    """
    from checker.report.interface import REPORTS  # noqa: PLC0415 - names only, but keeps --help light

    outputs = parse_outputs(output or (), tuple(REPORTS), [*inventory, *(register or ())])
    day = parse_day(as_of, "--as-of") if as_of else date.today()  # noqa: DTZ011 - the reader's own calendar day
    rates = parse_rates(rate or ())
    columns = parse_pairs(column or (), "--column")

    from checker.pipeline import CheckRequest, check_inventories  # noqa: PLC0415 - loads pandas
    from checker.report.files import write_report  # noqa: PLC0415 - only after a check there is something to write

    progress = StageProgress(quiet=quiet)
    result = check_inventories(
        CheckRequest(
            inventories=inventory,
            registers=register or (),
            as_of=day,
            edition=directory,
            threshold_rule=threshold_rule.value,
            rates=rates,
            columns=columns,
            sheets=sheet or (),
            case_by=case_by.value,
            fail_on=fail_on.value,
        ),
        progress,
    )
    language = lang.value if lang else reader_language()
    for wanted in plan_outputs(outputs, quiet=quiet):
        with progress.stage(f"writing {wanted.format}"):
            write_report(wanted.format, result, wanted.path, language)
        if wanted.path:
            say_note(f"{wanted.format} → {wanted.path}", quiet=quiet)
    return int(result.exit_code)


def plan_outputs(outputs: tuple[Output, ...], *, quiet: bool) -> tuple[Output, ...]:
    """Return the reports to write: those asked for, and the terminal summary where stdout is free and not ``quiet``."""
    summary = Output("terminal", None)
    stdout_taken = any(output.path is None for output in outputs)
    if stdout_taken or (quiet and outputs):
        return outputs
    return (*outputs, summary)
