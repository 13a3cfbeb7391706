"""What goes to stderr: errors in the reader's language and progress of slow stages."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from checker.errors import CheckerError
from checker.messages import Language, messages


def reader_language() -> Language:
    """Return the language of errors and human reports when no ``--lang`` is given: ``CHECKER_LANG``, else the locale's."""
    for variable in ("CHECKER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def say_error(error: CheckerError) -> None:
    """Print what is wrong and what to do next, one line each."""
    language = reader_language()
    message = messages()[error.code]
    typer.echo(f"checker: {message.word(language, error.facts)}", err=True)
    if advice := message.advise(language, error.facts):
        typer.echo(f"         {advice}", err=True)


def say_note(text: str, *, quiet: bool = False) -> None:
    """Print one line of information to stderr unless ``quiet``."""
    if not quiet:
        typer.echo(f"checker: {text}", err=True)


def say_message(code: str, *, quiet: bool = False, **facts: object) -> None:
    """Print a message of ``directory_data/messages`` with what to do next, in the reader's language, unless ``quiet``."""
    if quiet:
        return
    language, message = reader_language(), messages()[code]
    for text in filter(None, (message.word(language, facts), message.advise(language, facts))):
        typer.echo(f"checker: {text}", err=True)


class StageProgress:
    """Shows each stage that takes more than a second on a terminal's stderr, with rows and rate; otherwise silent."""

    def __init__(self, *, quiet: bool) -> None:
        self.silent = quiet or not sys.stderr.isatty()

    @contextmanager
    def stage(self, name: str, rows: int = 0) -> Iterator[Callable[[int], None]]:
        """Show ``name`` with a spinner while the block runs, if it runs for more than a second, and what it took afterwards.

        Args:
            name: What is being done.
            rows: How many rows it is done to, 0 where the block counts them.

        Yields:
            What the block calls with every number of rows done.
        """
        if self.silent:
            yield lambda _: None
            return
        from rich.console import Console  # noqa: PLC0415 - only needed on a terminal

        console = Console(stderr=True, highlight=False)
        status = console.status(name)
        timer = threading.Timer(1.0, status.start)
        start, done = time.monotonic(), 0

        def advance(more: int) -> None:
            nonlocal done
            done += more
            status.update(describe_stage(name, done, time.monotonic() - start))

        timer.daemon = True
        timer.start()
        try:
            yield advance
        finally:
            timer.cancel()
            status.stop()
        seconds = time.monotonic() - start
        if seconds > 1:
            console.print(describe_stage(name, done or rows, seconds), style="dim")


def describe_stage(name: str, rows: int, seconds: float) -> str:
    """Return a stage with its rows, its seconds and its rate."""
    if not rows:
        return f"{name}: {seconds:.1f} s"
    return f"{name}: {rows:,} rows, {seconds:.1f} s, {rows / max(seconds, 0.001):,.0f} rows/s"
