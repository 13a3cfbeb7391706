"""One product family, and the rows of the family files, each read when it is asked for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, get_args, overload

from checker.errors import DataError
from checker.matcher.beginnings import begin_with, restrict
from checker.resources import data_path

CAPITAL = re.compile(r"(?<!\\)[A-Z]")
"""A capital letter in a pattern; texts in normal form have none, and without any a pattern is compiled in half the time."""

Settles = Literal["in", "out", "undetermined", "figures"]
Field = Literal["model", "name", "any"]

FIGURE_COLUMNS = {
    "throughput_tbps": ("throughput", Decimal(10) ** 12),
    "forwarding_gpps": ("forwarding_rate", Decimal(10) ** 9),
    "routes_wan": ("routes", Decimal(10) ** 4),
    "cpus": ("cpus", Decimal(1)),
    "cores": ("cores", Decimal(1)),
    "memory_gb": ("memory", Decimal(1)),
    "instruction_us": ("instruction_time", Decimal("1e-6")),
}
"""Figure columns of the family files, the quantity they give and its factor to base units."""

NEEDED_COLUMNS = ("maker", "family", "pattern", "field", "kind", "categories", "also", "settles", "source")
COLUMNS = (*NEEDED_COLUMNS, "date", *FIGURE_COLUMNS)


@dataclass(frozen=True)
class Family:
    r"""One product family.

    Attributes:
        maker: Maker id, ``""`` when the family's name belongs to one maker only and needs no other word.
        name: The family as people call it.
        pattern: Regular expression on normalised text; it begins where a run of letters or digits begins and, unless
            it ends in ``\w*``, ends where one ends.
        field: Where it may stand.
        kind: What sort of thing it is.
        categories: Categories it is in, or may be in.
        also: Categories that may be named beside them.
        settles: What the family alone decides; ``figures`` leaves it to the figures here and in the line.
        figures: System figures at maximum configuration, in base units.
        source: Id in ``directory_data/sources.csv``.
    """

    maker: str
    name: str
    pattern: str
    field: Field
    kind: str
    categories: tuple[str, ...]
    also: tuple[str, ...]
    settles: Settles
    figures: Mapping[str, Decimal]
    source: str
    date: str = ""

    @cached_property
    def compiled(self) -> "re.Pattern[str]":
        """The pattern that must match where a word begins.

        Raises:
            DataError: It is no regular expression.
        """
        try:
            return self._compile(self.pattern)
        except re.error as error:
            detail = f"{self.name}: {self.pattern}: {error}"
            raise DataError("data_damaged", path=str(data_path("families")), detail=detail) from error

    def compile_for(self, start: str) -> "re.Pattern[str]":
        """Return a pattern that matches words with this start as :attr:`compiled` does, and is compiled sooner.

        Raises:
            DataError: It is no regular expression.
        """
        try:
            return self._compile(restrict(self.pattern, start))
        except re.error:
            return self.compiled

    def _compile(self, pattern: str) -> "re.Pattern[str]":
        ending = "" if self.pattern.endswith(r"\w*") else r"(?![a-z0-9])"
        return re.compile(rf"(?:{pattern}){ending}", re.IGNORECASE if CAPITAL.search(pattern) else re.NOFLAG)

    @cached_property
    def telling(self) -> bool:
        """Whether the pattern asks for anything; one that does not stands for whatever else a maker sells."""
        return "" not in begin_with(self.pattern)

    def __hash__(self) -> int:
        return hash((self.maker, self.pattern, self.field))


class FamilyRows(Sequence[Family]):
    """Families as rows; of thousands a check needs some, so each becomes a :class:`Family` when it is first asked for.

    Attributes:
        makers: Maker of every row.
        patterns: Pattern of every row.
        security: Whether a row is, or may be, a product of the Directory's second part.
    """

    def __init__(self, columns: Mapping[str, Sequence[str]]) -> None:
        self._columns = columns
        self.makers, self.patterns = columns["maker"], columns["pattern"]
        self.security = [
            settles in ("in", "undetermined") and (categories.startswith("P") or "|P" in categories)
            for settles, categories in zip(columns["settles"], columns["categories"], strict=True)
        ]
        self._made: list[Family | None] = [None] * len(self.makers)

    @classmethod
    def join(cls, files: Iterable[Mapping[str, Sequence[str]]]) -> "FamilyRows":
        """Return the rows of several files, given as their columns; a column that one has not is empty there."""
        columns: dict[str, list[str]] = {name: [] for name in COLUMNS}
        for file in files:
            empty = ("",) * len(file.get("maker", ()))
            for name, cells in columns.items():
                cells.extend(file.get(name, empty))
        return cls(columns)

    @classmethod
    def keep(cls, families: Iterable[Family]) -> "FamilyRows":
        """Return families that are made already as rows."""
        rows = cls.__new__(cls)
        made = list(families)
        rows._columns, rows._made = {}, list(made)  # noqa: SLF001 - its own class
        rows.makers, rows.patterns = [one.maker for one in made], [one.pattern for one in made]
        rows.security = [
            one.settles in ("in", "undetermined") and any(found.startswith("P") for found in one.categories)
            for one in made
        ]
        return rows

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, number: int) -> Family: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Family]: ...
    def __getitem__(self, number: int | slice) -> Family | Sequence[Family]:
        """Return the family of a row, or those of several."""
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        family = self._made[number]
        if family is None:
            family = self._made[number] = parse_family({name: cells[number] for name, cells in self._columns.items()})
        return family

    def __getstate__(self) -> dict[str, Any]:
        """Leave out of a pickle the families that can be made again."""
        return {**self.__dict__, "_made": [None] * len(self)} if self._columns else self.__dict__


def parse_family(row: Mapping[str, str]) -> Family:
    """Return one row of a family file.

    Raises:
        KeyError: A column is missing.
        ValueError: ``field`` or ``settles`` has an unknown word.
        InvalidOperation: A figure is none.
    """
    refuse_unknown({name: (cell,) for name, cell in row.items()})
    return Family(
        maker=row["maker"],
        name=row["family"],
        pattern=row["pattern"],
        field=row["field"],  # type: ignore[arg-type]
        kind=row["kind"],
        categories=tuple(filter(None, row["categories"].split("|"))),
        also=tuple(filter(None, row["also"].split("|"))),
        settles=row["settles"],  # type: ignore[arg-type]
        figures={
            quantity: Decimal(row[column]) * factor
            for column, (quantity, factor) in FIGURE_COLUMNS.items()
            if row.get(column)
        },
        source=row["source"],
        date=row.get("date", ""),
    )


def refuse_unknown(columns: Mapping[str, Sequence[str]]) -> None:
    """Refuse columns of a family file that cannot be read.

    Raises:
        KeyError: A column is missing.
        ValueError: ``field`` or ``settles`` has an unknown word.
        InvalidOperation: A figure is none.
    """
    if not any(columns.values()):
        return
    for name in NEEDED_COLUMNS:
        columns[name]
    for name, known in (("field", get_args(Field)), ("settles", get_args(Settles))):
        for word in set(columns[name]).difference(known):
            raise ValueError(f"unknown word {word!r} as {name}")
    for name in FIGURE_COLUMNS:
        for figure in {*columns.get(name, ())} - {""}:
            Decimal(figure)
