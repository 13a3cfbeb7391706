"""The head of a report on batches: the same as for one reading of everything."""

from collections import Counter
from typing import Any

import pandas as pd

from checker.batches.gathering import Gathered
from checker.errors import ExitCode
from checker.inventory.lines import LINE_COLUMNS
from checker.judging import Judge
from checker.matcher.findings import FINDING_COLUMNS, HELD_VERDICTS, VERDICTS
from checker.pipeline import CheckRequest, describe_basis
from checker.report.account import AccountError
from checker.report.content import describe_head
from checker.result import CheckResult


def head_report(gathered: Gathered, request: CheckRequest, judge: Judge, exit_code: ExitCode) -> dict[str, Any]:
    """Return the report without its lines.

    Raises:
        AccountError: A row read is neither a line nor set aside.
    """
    check_account(gathered)
    result = CheckResult(
        basis=describe_basis(request, judge),
        inventories=tuple(gathered.inventories.values()),
        lines=pd.DataFrame(columns=list(LINE_COLUMNS)),
        findings=pd.DataFrame({"categories": sorted(gathered.categories)}, columns=list(FINDING_COLUMNS)),
        exposure=gathered.conclude(request, judge),
        exit_code=exit_code,
        decisions=gathered.uses,
    )
    head = describe_head(result)
    verdicts = {verdict: gathered.verdicts[verdict] for verdict in VERDICTS}
    for entry in head["inputs"]:
        of_file = gathered.verdicts_of.get(entry["path"], Counter())
        entry["verdicts"] = {verdict: of_file[verdict] for verdict in VERDICTS}
    held = sum(verdicts[verdict] for verdict in HELD_VERDICTS)
    unread = head["summary"]["unread_sheets"]
    head["summary"] |= {
        "lines": gathered.lines,
        "verdicts": verdicts,
        "depends_on_reading": gathered.depends_on_reading,
        "decision": "HOLD" if held else "REVIEW" if verdicts["review"] or unread else "RELEASE",
        "lines_with_problems": gathered.with_problems,
    }
    return head


def check_account(gathered: Gathered) -> None:
    """Make sure that no row was lost between the batches.

    Raises:
        AccountError: The rows of a sheet, or the lines of all files, do not add up.
    """
    sheets = [(path, sheet) for path, inventory in gathered.inventories.items() for sheet in inventory.sheets]
    for path, sheet in sheets:
        if sheet.rows_read != sheet.lines + len(sheet.set_aside):
            raise AccountError(
                f"{path} {sheet.name}: {sheet.rows_read} rows read, {sheet.lines} lines and {len(sheet.set_aside)} set aside"
            )
    counted = sum(sheet.lines for _, sheet in sheets)
    if counted != gathered.lines:
        raise AccountError(f"{counted} lines read, {gathered.lines} with a finding")
