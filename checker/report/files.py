"""Reports reach a file whole or not at all; on stdout they appear only once they are complete."""

import os
import secrets
import sys
import weakref
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from checker.errors import UsageError
from checker.messages import Language
from checker.report.content import Report, build_report
from checker.report.interface import REPORTS
from checker.result import CheckResult


def write_report(name: str, result: CheckResult | Report, path: Path | None, language: Language) -> None:
    """Write one report of a result, to a file or to stdout.

    Args:
        name: A format of ``REPORTS``.
        result: The result of a check, or what a report says of it (see ``build_report``).
        path: The file to write, None for stdout.
        language: Language of reports for people.

    Raises:
        UsageError: A binary format would go to a terminal, or the file cannot be written.
        AccountError: A row was lost (a defect of the program); nothing is written.
    """
    report_format = REPORTS[name]
    if path is None and report_format.binary and sys.stdout.isatty():
        raise UsageError("report_binary_to_terminal", format=name)
    report = result if isinstance(result, Report) else settle_report(result)
    write = report_format.load()
    if path is not None:
        write_through(path, lambda stream: write(report, stream, language))
        return
    buffer = BytesIO()
    write(report, buffer, language)
    show(buffer.getvalue())


_LATEST: list[tuple[weakref.ref[CheckResult], Report]] = []


def settle_report(result: CheckResult) -> Report:
    """Return what a report says of a result; the reports of one run share it.

    Raises:
        AccountError: A row was lost (a defect of the program).
    """
    if not _LATEST or _LATEST[0][0]() is not result:
        _LATEST[:] = [(weakref.ref(result), build_report(result))]
    return _LATEST[0][1]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it appears complete or not at all.

    Raises:
        UsageError: It cannot be written.
    """
    write_through(path, lambda stream: stream.write(content))


def write_through(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let ``write`` fill a temporary file in the same folder, then put it in the place of ``path``.

    Whatever ends the writing early, an interrupt included, leaves neither a partial report nor the temporary file. A
    device or pipe is written to directly.

    Raises:
        UsageError: The file cannot be written.
    """
    target = path.resolve()
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            with target.open("wb") as stream:
                write(stream)
            return
        _write_and_rename(target, write)
    except OSError as error:
        raise UsageError("report_unwritable", path=str(path), detail=error.strerror or str(error)) from error


def _write_and_rename(target: Path, write: Callable[[BinaryIO], object]) -> None:
    if target.is_dir():
        raise IsADirectoryError(None, "is a folder")
    partial = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        with partial.open("xb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def show(content: bytes) -> None:
    """Put a complete report on stdout; a reader who has seen enough (``| head``) may close it."""
    try:
        sys.stdout.flush()
        binary = getattr(sys.stdout, "buffer", None)
        if binary is None:
            sys.stdout.write(content.decode())
        else:
            binary.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise UsageError("report_unwritable", path="stdout", detail=error.strerror or str(error)) from error
