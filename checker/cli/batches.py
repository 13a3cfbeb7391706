"""``checker check`` for inventories larger than memory: the same options, reports and exit codes."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from checker.batches.outputs import STREAMED, open_output
from checker.batches.run import BatchedResult, Engine, check_in_batches
from checker.cli.check import suggest_streaming
from checker.cli.console import StageProgress, reader_language, say_message, say_note
from checker.cli.options import Output
from checker.errors import UsageError
from checker.report.files import write_report
from checker.report.interface import REPORTS

if TYPE_CHECKING:
    from checker.cli.settings import Settings
    from checker.pipeline import CheckRequest


def run_in_batches(
    files: Sequence[Path],
    request: "CheckRequest",
    engine: str,
    wanted: Sequence[Output],
    progress: StageProgress,
    settings: "Settings",
) -> BatchedResult:
    """Check files in batches and write the reports.

    Args:
        files: The files, in their order.
        request: The check.
        engine: What checks the batches.
        wanted: The reports.
        progress: Who shows how far it is.
        settings: Everything else that was asked for.

    Raises:
        UsageError: Shipments were to be planned, or a report cannot be written.
    """
    if request.plan:
        raise UsageError("batches_no_plan")
    streamed = [one for one in wanted if one.format in STREAMED]
    with ExitStack() as stack:
        outputs = [stack.enter_context(open_output(one.format, one.path, folder=one.folder)) for one in streamed]
        result = check_in_batches(files, request, outputs, progress, choose_engine(engine), processes=2)
    for one in streamed:
        if one.path:
            say_note(f"{one.format} → {one.path}", quiet=settings.quiet)
        if one.format == "json":
            suggest_streaming(int(result.report.head["summary"]["lines"]), quiet=settings.quiet)
    _write_others(result, [one for one in wanted if one.format not in STREAMED], settings, progress)
    return result


def _write_others(
    result: BatchedResult, wanted: Sequence[Output], settings: "Settings", progress: StageProgress
) -> None:
    """Write the reports that are made of the lines needing attention, and say so."""
    shown = len(result.report.lines)
    for one in wanted:
        with progress.stage(f"writing {one.format}", shown):
            write_report(one.format, result.report, one.path, settings.lang or reader_language())
        if one.path:
            say_note(f"{one.format} → {one.path}", quiet=settings.quiet)
        if one.format in REPORTS and one.format != "terminal":
            facts = {"format": one.format, "shown": f"{shown:,}", "left": f"{result.left_out:,}"}
            say_message("batches_attention_only", quiet=settings.quiet, **facts)


def choose_engine(text: str) -> Engine | None:
    """Return the engine that an option names, None for this process.

    Raises:
        UsageError: It is unknown, or not installed.
    """
    name, _, address = text.partition("=")
    if name == "local" and not address:
        return None
    if name != "dask":
        raise UsageError("engine_unknown", text=text)
    from checker.batches.dask_engine import make_engine  # noqa: PLC0415 - an optional extra

    return make_engine(address)
