"""What goes to stderr: errors in the reader's language and progress of slow stages."""

import os
import sys
import threading
from collections.abc import Iterator
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
    """Shows the running stage on a terminal's stderr once it has taken more than a second; otherwise silent."""

    def __init__(self, *, quiet: bool) -> None:
        self.silent = quiet or not sys.stderr.isatty()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Show ``name`` with a spinner while the block runs, if it runs for more than a second."""
        if self.silent:
            yield
            return
        from rich.console import Console  # noqa: PLC0415 - only needed on a terminal

        status = Console(stderr=True).status(name)
        timer = threading.Timer(1.0, status.start)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            status.stop()
