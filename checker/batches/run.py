"""A check in batches: every batch read, judged and written before the next; one summary, exposure and exit code at the end."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from checker.batches.batch import Batch, check_batch
from checker.batches.gathering import Gathered
from checker.batches.outputs import Output
from checker.batches.sources import BATCH_ROWS, read_batches
from checker.batches.summary import head_report
from checker.errors import EmptyInventoryError, ExitCode
from checker.inventory.lines import Inventory
from checker.judging import Judge
from checker.loader.register import RegisterSource
from checker.pipeline import CheckRequest, Progress, SilentProgress, decide_exit_code, load_judge, start_beside
from checker.report.attention import ATTENTION
from checker.report.content import Report

Engine = Callable[[Sequence[Path], CheckRequest, Judge, bool], Iterator[Batch]]
"""Yields the batches of files, checked, in their order: files, request, judge, and whether reports want all lines."""


@dataclass(frozen=True)
class BatchedResult:
    """What a check in batches comes to.

    Attributes:
        report: The head, and the most urgent of the lines needing attention.
        exit_code: What the run exits with.
        register: The lists of certificates loaded, with their dates.
        left_out: Lines needing attention that are not in ``report``, for there are too many.
    """

    report: Report
    exit_code: ExitCode
    register: tuple[RegisterSource, ...]
    left_out: int


def check_in_batches(
    files: Sequence[Path],
    request: CheckRequest,
    outputs: Sequence[Output] = (),
    progress: Progress | None = None,
    engine: Engine | None = None,
    processes: int = 1,
) -> BatchedResult:
    """Check files batch by batch; see :func:`checker.pipeline.check_inventories` for the same at once.

    Args:
        files: The files, in their order.
        request: The check; shipments cannot be planned in batches.
        outputs: Reports of all lines, opened.
        progress: Who shows how far it is.
        engine: What checks the batches; this process by default.
        processes: With 2, this process may start another one to find the certificates.

    Raises:
        CheckerError: Of the subclass whose exit code says what could not be done.
    """
    show = progress or SilentProgress()
    gathered = Gathered()
    with ExitStack() as stack:
        beside = None if engine else start_beside(stack, request, processes)
        judge = load_judge(request, show, beside)
        run = engine or check_here
        with show.stage("checking") as done:
            for batch in run(files, request, judge, bool(outputs)):
                gathered.add(batch, judge)
                for output in outputs:
                    output.add(batch.items)
                done(batch.lines)
    if not gathered.lines:
        raise EmptyInventoryError("nothing_to_check", paths=", ".join(map(str, request.inventories)))
    verdicts = gathered.verdicts
    exit_code = decide_exit_code(verdicts, gathered.inventories.values(), fail_on=request.fail_on)
    with show.stage("assessing exposure under Article 63", gathered.lines):
        head = head_report(gathered, request, judge, exit_code)
    for output in outputs:
        with show.stage("completing the reports", gathered.lines):
            output.finish(head)
    attention = gathered.attention if gathered.attention is not None else pd.DataFrame()
    wanted = sum(verdicts[verdict] for verdict in ATTENTION)
    return BatchedResult(
        Report(head, attention.sort_index()), exit_code, judge.register.sources, wanted - len(attention)
    )


def check_here(files: Sequence[Path], request: CheckRequest, judge: Judge, whole: bool) -> Iterator[Batch]:
    """Yield the batches of files, checked in this process."""
    return check_all(read_batches(files, request, BATCH_ROWS), request, judge, whole)


def check_all(
    batches: Iterable[tuple[Inventory, ...]], request: CheckRequest, judge: Judge, whole: bool
) -> Iterator[Batch]:
    """Yield batches, checked."""
    for inventories in batches:
        if any(len(inventory.lines) for inventory in inventories):
            by_shipment = request.case_by == "shipment"
            yield check_batch(inventories, judge, by_shipment=by_shipment, whole=whole)
