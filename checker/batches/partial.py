"""Files and folders that appear complete or not at all, filled over a long time."""

import os
import secrets
import shutil
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from checker.errors import UsageError


class PartialFile:
    """A report being written: in a temporary file beside its place, or in the temporary folder where it goes to stdout.

    Whatever ends the writing early, an interrupt included, leaves nothing.

    Attributes:
        stream: What to write to.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path.resolve() if path else None
        self._shown = path
        self.stream: BinaryIO = self._open()

    def _open(self) -> BinaryIO:
        self._partial: Path | None = None
        if self.path is None or (self.path.exists() and not self.path.is_file() and not self.path.is_dir()):
            return tempfile.TemporaryFile()
        self._partial = name_partial(self.path)
        try:
            if self.path.is_dir():
                raise IsADirectoryError(None, "is a folder")
            return self._partial.open("x+b")
        except OSError as error:
            raise unwritable(self._shown, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing of a file that was not kept."""
        self.stream.close()
        if self._partial is not None:
            self._partial.unlink(missing_ok=True)

    def keep(self) -> None:
        """Put the file in its place, or its content on stdout.

        Raises:
            UsageError: It cannot be written.
        """
        try:
            self.stream.flush()
            if self._partial is not None and self.path is not None:
                os.fsync(self.stream.fileno())
                self._partial.replace(self.path)
                self._partial = None
                return
            self.stream.seek(0)
            with self.path.open("wb") if self.path else nullcontext(sys.stdout.buffer) as target:
                shutil.copyfileobj(self.stream, target, 1 << 20)
                target.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise unwritable(self._shown, error) from error


class PartialFolder:
    """A folder being filled with parts; what stood there before must be empty.

    Attributes:
        folder: Where to write the parts.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        try:
            if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
                raise FileExistsError(None, "is there and not empty")
            self.folder = name_partial(self.path)
            self.folder.mkdir()
        except OSError as error:
            raise unwritable(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing of a folder that was not kept."""
        if self.folder != self.path:
            shutil.rmtree(self.folder, ignore_errors=True)

    def keep(self) -> None:
        """Put the folder in its place.

        Raises:
            UsageError: It cannot be.
        """
        try:
            if self.path.exists():
                self.path.rmdir()
            self.folder.rename(self.path)
            self.folder = self.path
        except OSError as error:
            raise unwritable(self.path, error) from error


def name_partial(path: Path) -> Path:
    """Return the name under which a file or folder is filled."""
    return path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")


def unwritable(path: Path | None, error: OSError) -> UsageError:
    """Return what is said of a place that cannot be written."""
    return UsageError("report_unwritable", path=str(path or "stdout"), detail=error.strerror or str(error))
