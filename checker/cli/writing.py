"""The reports of one check written where they were asked for, on both cores where there is much to write."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from checker.cli.console import StageProgress, say_note
from checker.cli.options import Output
from checker.messages import Language
from checker.report.content import Report
from checker.report.files import settle_report, write_report

if TYPE_CHECKING:
    from checker.result import CheckResult

MANY_LINES = 20_000
"""From so many lines on files are written side by side: compressing and encoding do not hold Python up."""


def write_reports(
    result: "CheckResult | Report",
    outputs: Sequence[Output],
    *,
    lines: int,
    language: Language,
    progress: StageProgress,
    quiet: bool,
) -> None:
    """Write the reports of a result, files first and together where that pays, then what goes to stdout.

    Args:
        result: The result of a check, or what a report says of it.
        outputs: The reports.
        lines: Lines of the result.
        language: Language of reports for people.
        progress: Who shows how far it is.
        quiet: Whether it is not said where the reports are.

    Raises:
        UsageError: A report cannot be written; the others are.
        AccountError: A row was lost (a defect of the program); nothing is written.
    """
    report = result if isinstance(result, Report) else settle_report(result)
    files = [output for output in outputs if output.path is not None]
    together = len(files) > 1 and lines >= MANY_LINES
    if together:
        with ThreadPoolExecutor(len(files)) as pool, progress.stage(f"writing {name_formats(files)}", lines):
            writing = [pool.submit(write_report, output.format, report, output.path, language) for output in files]
            for written in writing:
                written.result()
    for output in outputs:
        if not (together and output.path):
            with progress.stage(f"writing {output.format}", lines):
                write_report(output.format, report, output.path, language)
        if output.path:
            say_note(f"{output.format} → {output.path}", quiet=quiet)


def name_formats(outputs: Sequence[Output]) -> str:
    """Return the formats of reports, e.g. ``parquet, xlsx``."""
    return ", ".join(output.format for output in outputs)
