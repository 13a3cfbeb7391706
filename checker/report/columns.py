"""The columns of a report's lines as numbers into their distinct values, shared by all its formats."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import Future
from operator import attrgetter
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from checker.report.coded import Coded, combine, encode
from checker.report.reasons import CodedLists, encode_lists

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from checker.messages import Language
    from checker.numbering import Numbers


class Columns:
    """Every column is encoded when a format first asks for it, and kept for the others; formats may ask from several threads.

    Args:
        lines: The table of lines, see ``checker.report.items.ITEM_COLUMNS``.
    """

    def __init__(self, lines: "pd.DataFrame") -> None:
        self.lines = lines
        self._made: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        """Return the number of lines."""
        return len(self.lines)

    def __getitem__(self, name: str) -> Coded:
        """Return a column of texts."""
        return cast("Coded", self._make(name, lambda: encode(self.lines[name])))

    def select(self, names: Iterable[str], rows: "Numbers") -> dict[str, Coded]:
        """Return the chosen rows, by position, of columns of texts."""
        return {name: self[name].take(rows) for name in names}

    def lists(self, name: str) -> CodedLists:
        """Return a column of reasons or problems."""
        return cast("CodedLists", self._make((name,), lambda: encode_lists(self.lines[name])))

    def words(self, name: str, language: "Language") -> "pa.Array":
        """Return every distinct reason or problem of a column in a language."""
        return self._make((name, language), lambda: self.lists(name).word(attrgetter(language)))

    def join(self, name: str, language: "Language", between: str = "\n") -> Coded:
        """Return the texts of reasons or problems in a language, by default one under the other."""
        key = (name, language, between)
        return cast("Coded", self._make(key, lambda: self.lists(name).join(self.words(name, language), between)))

    def split_sheets(self) -> Iterator[tuple[str, str, "Numbers"]]:
        """Yield every sheet with lines: path, name, and the positions of its lines, which rise."""
        paths, sheets = self["path"], self["sheet"]
        groups = combine(paths, sheets)
        rows = np.argsort(groups.numbers, kind="stable")
        ends = np.cumsum(np.bincount(groups.numbers, minlength=len(groups)))
        for first, own in zip(groups.first, np.split(rows, ends[:-1]), strict=True):
            yield paths.texts[paths.codes[first]].as_py(), sheets.texts[sheets.codes[first]].as_py(), own

    def _make(self, key: Hashable, make: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever is kept under the key
        """Return what is kept under a key, made by the first to ask; others wait for it."""
        with self._lock:
            known = self._made.get(key)
            made = self._made[key] = known or Future()
        if known is None:
            try:
                made.set_result(make())
            except BaseException as error:
                made.set_exception(error)
                raise
        return made.result()
