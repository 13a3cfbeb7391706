"""A process beside this one that loads the lists and finds the certificates, while this one reads and decides the scopes.

Neither needs what the other makes until both are done, and little has to pass between them: the distinct lines one way, the distinct
findings the other.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import pandas as pd

from checker.collection import without_collection
from checker.loader.loading import load_lists
from checker.loader.register import Register
from checker.matcher.certificate_memory import CertificateMemory, remember_certificates
from checker.matcher.certificates import Cases, NumberedLines, PlacedCases, find_cases, place_cases
from checker.matcher.makers import load_makers

WORTH_A_PROCESS = 2**19
"""From so many bytes of inventory and lists on a second process saves more than it costs."""


class Answer(NamedTuple):
    """What the process sends for some lines.

    Attributes:
        kept: So many of the findings sent before are still counted; those behind them are to be forgotten.
        fresh: The findings that come behind these.
        placed: Where in all of them the cases of the lines stand.
    """

    kept: int
    fresh: pd.DataFrame
    placed: PlacedCases


class CertificateProcess:
    """The process, from the beginning of a ``with`` block to its end.

    Where it ends before its time, for want of memory say, its work is done in this process.

    Args:
        registers: The lists; without any the stored register is used.
        store: The stored register, None for the one in the user's data folder.
    """

    def __init__(self, registers: Sequence[Path], store: Path | None) -> None:
        self._lists = tuple(registers), store
        self._memory: CertificateMemory | None = None
        self._findings: pd.DataFrame | None = None

    def __enter__(self) -> Self:
        """Start the process; it begins to load the lists."""
        ours, theirs = multiprocessing.Pipe()
        self._connection = ours
        self._process = multiprocessing.Process(target=serve, args=(theirs, ours, *self._lists), daemon=True)
        with hold_interrupts():
            self._process.start()
        theirs.close()
        self._asking = ThreadPoolExecutor(1)
        self._register: Future[Register] = self._asking.submit(self._receive_register)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the process, whatever it is doing."""
        self._process.terminate()
        self._process.join()
        self._asking.shutdown()
        self._connection.close()

    def read_register(self) -> Register:
        """Return the lists, waiting until they are loaded.

        Raises:
            DataError: One is missing or damaged.
        """
        return self._register.result()

    def begin(self, lines: NumberedLines) -> Callable[[], Cases]:
        """Begin to find the certificates of lines and return what waits for them."""
        return self._asking.submit(self._ask, lines).result

    def _receive_register(self) -> Register:
        try:
            return self._receive()  # type: ignore[no-any-return]
        except EOFError:
            return load_lists(*self._lists)

    def _ask(self, lines: NumberedLines) -> Cases:
        register = self._register.result()
        if self._memory is None:
            try:
                self._connection.send(lines)
                return self._take(self._receive())
            except (EOFError, OSError):
                self._memory = remember_certificates(register, load_makers())
        return find_cases(lines, self._memory, register.sources)

    def _take(self, answer: Answer) -> Cases:
        """Return the cases of an answer, and keep its findings for the next."""
        if self._findings is None or not answer.kept:
            self._findings = answer.fresh
        elif len(answer.fresh):
            self._findings = pd.concat([self._findings, answer.fresh], ignore_index=True)
        places, of_line = answer.placed
        return Cases(self._findings.iloc[places].reset_index(drop=True), of_line)

    def _receive(self) -> Any:  # noqa: ANN401 - whatever was sent
        """Return what the process sends next, or raise it."""
        answer = self._connection.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer


def serve(connection: Connection, other_end: Connection, registers: Sequence[Path], store: Path | None) -> None:
    """Send the lists, then the cases of all lines that come, until the connection is closed.

    An interrupt is for the process at the other end, which ends this one.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    other_end.close()
    try:
        register = load_lists(registers, store)
        connection.send(register)
        memory = remember_certificates(register, load_makers())
        emptied, sent = memory.emptied, 0
        while True:
            lines = connection.recv()
            with without_collection():
                placed = place_cases(lines, memory, register.sources)
            kept = sent if memory.emptied == emptied else 0
            connection.send(Answer(kept, memory.findings.iloc[kept:], placed))
            emptied, sent = memory.emptied, len(memory.findings)
    except (EOFError, BrokenPipeError):
        return
    except Exception as error:  # noqa: BLE001 - told where the result is waited for
        connection.send(error)


@contextmanager
def hold_interrupts() -> Iterator[None]:
    """Keep an interrupt waiting, so that it does not hit a new process before that has turned it off."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def is_worth_a_process(paths: Sequence[Path]) -> bool:
    """Whether so much is to be read that a second process pays, and there is a second core for it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    if cores == 1:
        return False
    return sum(path.stat().st_size for path in paths if path.is_file()) >= WORTH_A_PROCESS
