"""Regular expressions that are compiled when they are first needed: of those for data sheets most checks need none."""

import re
from typing import Any, cast


class _LatePattern:
    """Stands for a compiled expression, and takes over each of its methods when that is first asked for."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a compiled expression has
        found = getattr(re.compile(self.pattern), name)
        setattr(self, name, found)
        return found


def late(pattern: str) -> re.Pattern[str]:
    """Return what can be used like ``re.compile(pattern)`` by its methods, and is compiled with the first of them."""
    return cast("re.Pattern[str]", _LatePattern(pattern))
