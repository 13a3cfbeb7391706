"""What can go wrong, as exit codes and one exception per exit code.

Errors are raised low with a message code and facts; the command line words them once from
``directory_data/messages`` (see :mod:`checker.messages`), in the reader's language, with what to do next.
"""

from collections.abc import Callable
from enum import IntEnum
from typing import Any, ClassVar


class ExitCode(IntEnum):
    """The contract with pipelines: what each exit status of the program means."""

    OK = 0
    HOLD = 1
    USAGE = 2
    REVIEW = 3
    UNREADABLE = 65
    EMPTY = 66
    DATA = 67
    CONFIGURATION = 68
    INTERNAL = 70
    INTERRUPTED = 130


class CheckerError(Exception):
    """Base of every error that the program words for its user.

    Attributes:
        code: Key of the message in ``directory_data/messages``.
        facts: What the message's sentences are filled with (paths, cells, names).
    """

    exit_code: ClassVar[ExitCode] = ExitCode.INTERNAL

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __reduce__(self) -> tuple[Callable[..., "CheckerError"], tuple[object, ...]]:
        """Let the error travel from one process to another."""
        return _rebuild, (type(self), self.code, self.facts)


def _rebuild(kind: type[CheckerError], code: str, facts: dict[str, Any]) -> CheckerError:
    return kind(code, **facts)


class UsageError(CheckerError):
    """Options that contradict each other or cannot be understood."""

    exit_code = ExitCode.USAGE


class InventoryError(CheckerError):
    """The inventory cannot be read or has no usable columns."""

    exit_code = ExitCode.UNREADABLE


class EmptyInventoryError(CheckerError):
    """The inventory was read and holds no line to check."""

    exit_code = ExitCode.EMPTY


class DataError(CheckerError):
    """A Directory, register or vocabulary is missing, damaged or fails its expectations."""

    exit_code = ExitCode.DATA


class ConfigurationError(CheckerError):
    """A configuration or decisions file is wrong."""

    exit_code = ExitCode.CONFIGURATION
