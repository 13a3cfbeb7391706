"""``--against OLD.json``: the earlier report that a check is compared with."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from checker.errors import UsageError

if TYPE_CHECKING:
    from checker.report.content import Report
    from checker.result import CheckResult


def read_earlier(path: Path | None, *, in_batches: bool = False) -> "Report | None":
    """Return the earlier report, read before anything is checked: the new report may take its place.

    Raises:
        UsageError: The file is no saved report, or the check is one in batches, which keeps no lines to compare.
    """
    if path is None:
        return None
    if in_batches:
        raise UsageError("against_in_batches", path=str(path))
    from checker.report.saved import read_saved  # noqa: PLC0415 - loads pandas

    return read_saved(path)


def compare(result: "CheckResult", earlier: "Report | None") -> "CheckResult | Report":
    """Return what the reports are written from: the result or, beside an earlier report, its report with what changed."""
    if earlier is None:
        return result
    from checker.report.changes import find_changes  # noqa: PLC0415 - loads pandas
    from checker.report.content import build_report  # noqa: PLC0415 - likewise

    report = build_report(result)
    return replace(report, head={**report.head, "changes": find_changes(earlier, report)})
