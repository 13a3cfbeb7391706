"""Batches checked by Dask: processes on this machine, or the workers of a scheduler that runs already.

What decides the lines is sent once to every worker. A task is one file where there are several, else one batch that this process reads;
only so many tasks wait that memory stays bounded, and their results are taken in the order of the lines.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from checker.batches.batch import Batch
from checker.batches.run import Engine, check_all
from checker.batches.sources import BATCH_ROWS, read_batches
from checker.errors import UsageError
from checker.inventory.lines import Inventory
from checker.judging import Judge
from checker.pipeline import CheckRequest

WAITING = 3
"""Tasks per worker that are under way or wait to be taken."""


def make_engine(address: str = "") -> Engine:
    """Return an engine that checks batches by Dask.

    Args:
        address: A scheduler's address, e.g. ``tcp://10.0.0.1:8786``; ``""`` for processes on this machine.

    Raises:
        UsageError: Dask is not installed.
    """
    try:
        import distributed  # noqa: F401, PLC0415 - an optional extra
    except ImportError as error:
        raise UsageError("engine_missing") from error

    def check_there(files: Sequence[Path], request: CheckRequest, judge: Judge, whole: bool) -> Iterator[Batch]:
        with connect(address) as client:
            sent = client.scatter(judge, broadcast=True, hash=False)
            many = len(files) > 1
            tasks: Iterable[Any] = files if many else read_batches(files, request)
            function: Any = check_file if many else check_read
            workers = max(len(client.scheduler_info(n_workers=-1)["workers"]), 1)
            waiting: deque[Any] = deque()
            for task in tasks:
                waiting.append(client.submit(function, task, request, sent, whole, pure=False))
                if len(waiting) >= WAITING * workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()

    return check_there


def connect(address: str) -> Any:  # noqa: ANN401 - Dask has no types
    """Return a client of the scheduler at an address, or of processes on this machine, one per core.

    Raises:
        UsageError: The scheduler cannot be reached.
    """
    import distributed  # noqa: PLC0415 - an optional extra

    dask: Any = distributed
    if not address:
        return dask.Client(dask.LocalCluster(threads_per_worker=1, dashboard_address=None), set_as_default=False)
    try:
        return dask.Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError("engine_unreachable", address=address, detail=str(error)) from error


def check_file(path: Path, request: CheckRequest, judge: Judge, whole: bool) -> list[Batch]:
    """Check one file where the worker can read it."""
    return list(check_all(read_batches([path], request, BATCH_ROWS), request, judge, whole))


def check_read(inventories: tuple[Inventory, ...], request: CheckRequest, judge: Judge, whole: bool) -> list[Batch]:
    """Check one batch that was read elsewhere."""
    return list(check_all([inventories], request, judge, whole))
