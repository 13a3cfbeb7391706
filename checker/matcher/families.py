"""Product families: what a model designation stands for, where the name says nothing (FG-100F, BIG-IP i4800).

Families are data, ``directory_data/families/*.csv``. A pattern is tried only where a run of letters and digits
begins with one of its first letters, so hundreds of families cost little per text.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from checker.errors import DataError
from checker.matcher.beginnings import LITERALS, LONGEST_START, begin_with
from checker.matcher.family import Family, FamilyRows, parse_family, refuse_unknown
from checker.resources import data_path, read_columns, read_rows

MOST_KEPT = 200_000
"""For so many names the family found is kept; inventories repeat their names more than their models."""

SHORTEST_GUESS = 4
"""So many letters and digits that the pattern itself spells tell whose a designation is, where no maker is named."""

SHORTEST_WORD, SHORTEST_WORD_STATED = 2, 4
"""So many letters must begin a designation for it to tell whose it is, where the line names no maker or one that is not known."""

OPEN_FIRST = ("in", "undetermined", "figures", "out")
"""Of designations that several makers use, where none is named, the one that may be listed goes first."""

WORD = re.compile(r"[a-z0-9]+")
SIMPLE_LETTER = re.compile(r"\[([a-z0-9])\]")
LETTERS = re.compile(r"[a-z]*")
HAN_WORD = re.compile(r"[\u3400-\u9fff]+")


class FamilyMatch(NamedTuple):
    """A family found in a text.

    Attributes:
        family: The family.
        text: What matched.
        field: ``model`` or ``name``.
        owned: Whether the line names the family's maker, or the family needs none.
        own: Whether that maker is the line's own, not one of its group.
    """

    family: Family
    text: str
    field: str
    owned: bool
    own: bool = True

    @property
    def weak(self) -> bool:
        """Whether the maker is guessed from a designation that many makers could use: ``SN210``, ``TS-453``."""
        return not self.owned and self.text[:1].isascii() and len(_spelled(self)) < SHORTEST_GUESS


class Families:
    """All families, kept by maker and by the first letters that their patterns can begin with."""

    def __init__(self, families: Iterable[Family]) -> None:
        self.families = families if isinstance(families, FamilyRows) else FamilyRows.keep(families)
        self._rows: dict[str, list[int]] = defaultdict(list)
        for number, maker in enumerate(self.families.makers):
            self._rows[maker].append(number)
        self.makers = frozenset(self._rows)
        secure = {
            maker for maker, security in zip(self.families.makers, self.families.security, strict=True) if security
        }
        self.security_makers = frozenset(secure) - {""}
        self._indexes: dict[str, dict[str, list[int]]] = {}
        self._names: dict[Any, tuple[tuple[Any, ...], FamilyMatch] | None] = {}
        self._starts: dict[tuple[frozenset[str], bool], frozenset[str]] = {}
        self._kept: dict[Any, tuple[tuple[Family, re.Pattern[str]], ...]] = {}

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Pickle the rows; the tables are built again."""
        return Families, (self.families,)

    def _index(self, maker: str) -> dict[str, list[int]]:
        """Return the rows of one maker by the first letters that their patterns can begin with."""
        if maker not in self._indexes:
            index = self._indexes[maker] = defaultdict(list)
            for number in self._rows.get(maker, ()):
                starts = begin_with(self.families.patterns[number])
                for start in starts if maker or "" not in starts else ():
                    index[start].append(number)
        return self._indexes[maker]

    @cached_property
    def _anywhere(self) -> dict[str, list[int]]:
        """The rows of all makers by the first letters, where those are several, that their patterns can begin with."""
        index: dict[str, list[int]] = defaultdict(list)
        for number, (maker, pattern) in enumerate(zip(self.families.makers, self.families.patterns, strict=True)):
            for start in begin_with(pattern) if maker else ():
                if len(start) > 1:
                    index[start].append(number)
        return index

    def find(
        self, model: str, name: str, makers: frozenset[str], *, stated: bool, group: frozenset[str] = frozenset()
    ) -> FamilyMatch | None:
        """Return the family that fits best, or None.

        Args:
            model: The model cell, normalised.
            name: The product name, normalised.
            makers: Known makers that the line names. When it names none, families of any maker may match, if the
                matched text tells enough by itself.
            stated: Whether the line names any maker, known or not; a family of another must then be a word by itself.
            group: Those of the makers that the line does not name but that belong to one group with the one it names.
        """
        in_model = self._find_in(model, "model", makers, group, stated=stated)
        key = (name, makers, group, stated)
        if key not in self._names:
            if len(self._names) >= MOST_KEPT:
                self._names.clear()
            self._names[key] = self._find_in(name, "name", makers, group, stated=stated)
        best = max(filter(None, (in_model, self._names[key])), key=lambda found: found[0], default=None)
        return best[1] if best else None

    def _find_in(
        self, text: str, field: str, makers: frozenset[str], group: frozenset[str], *, stated: bool
    ) -> tuple[tuple[Any, ...], FamilyMatch] | None:
        """Return the best family of one cell with its rank: own makers, telling patterns, beginnings and length first.

        Between makers of which the line names none, one whose product may be listed goes first.
        """
        best: FamilyMatch | None = None
        best_rank: tuple[Any, ...] = ()
        for family, matched, place in self._search(text, field, makers, stated=stated):
            owned = bool(family.maker) and family.maker in makers
            if family.maker and not owned and not _is_telling(family, matched, stated=stated, alone=matched == text):
                continue
            own = family.maker not in group
            guessed = 0 if owned or not family.maker else -OPEN_FIRST.index(family.settles)
            rank = (owned, family.telling, own, not place, guessed, len(matched), field == "model")
            if rank > best_rank or (
                rank == best_rank and best and _said(family, matched) > _said(best.family, matched)
            ):
                best, best_rank = FamilyMatch(family, matched, field, owned or not family.maker, own), rank
        return (best_rank, best) if best else None

    def _search(
        self, text: str, field: str, makers: frozenset[str], *, stated: bool
    ) -> Iterator[tuple[Family, str, int]]:
        least = SHORTEST_WORD_STATED if stated else SHORTEST_WORD
        for place, start in _starts(text):
            spelled = LETTERS.match(start)
            foreign = not start.isascii() or (spelled is not None and spelled.end() >= least)
            for family, pattern in self._beginning(start, makers, field, foreign=foreign):
                found = pattern.match(text, place)
                if found and found.end() > place:
                    yield family, found[0], place

    def _beginning(
        self, start: str, makers: frozenset[str], field: str, *, foreign: bool
    ) -> tuple[tuple[Family, re.Pattern[str]], ...]:
        """Return the families of the makers, or of any when there is none, that a word with this start may belong to.

        Those of any are left out unless the word is long enough to tell whose it is (``foreign``), see :func:`_is_telling`.
        """
        starts = self._starts.get((makers, foreign))
        if starts is None:
            starts = frozenset({""}.union(*self._indexes_of(makers, foreign=foreign)))
            self._starts[makers, foreign] = starts
        while start not in starts:
            start = start[:-1]
        kept = self._kept.get((start, makers, field, foreign))
        if kept is None:
            keys = [start[:length] for length in range(len(start), -1, -1)]
            everyones, *owned = self._indexes_of(makers, foreign=foreign)
            numbers = [number for key in keys for number in everyones.get(key, ())]
            numbers += [number for key in keys for index in owned for number in index.get(key, ())]
            families = [self.families[number] for number in numbers]
            kept = self._kept[start, makers, field, foreign] = tuple(
                (family, family.compile_for(start)) for family in families if family.field in (field, "any")
            )
        return kept

    def _indexes_of(self, makers: frozenset[str], *, foreign: bool) -> list[dict[str, list[int]]]:
        """Return the index of the families that need no maker, then those of the makers, or that of all."""
        if makers:
            return [self._index(maker) for maker in ("", *sorted(makers))]
        return [self._index(""), self._anywhere] if foreign else [self._index("")]


def _starts(text: str) -> Iterator[tuple[int, str]]:
    """Return every place where a word begins, with its first letters; each Chinese character begins one."""
    for found in WORD.finditer(text):
        yield found.start(), found[0][:LONGEST_START]
    if not text.isascii():
        for found in HAN_WORD.finditer(text):
            run = found[0]
            for offset in range(len(run)):
                yield found.start() + offset, run[offset : offset + LONGEST_START]


def _spelled(match: FamilyMatch) -> str:
    """Return the letters and digits at the start of a designation that the pattern itself spells."""
    pattern = SIMPLE_LETTER.sub(r"\1", match.family.pattern)
    length = next((length for length in range(len(match.text), 0, -1) if match.text[:length] in pattern), 0)
    return "".join(filter(str.isalnum, match.text[:length]))


def _said(family: Family, matched: str) -> int:
    """Return how many letters of a designation stand in the pattern as words: of two patterns the one that says more knows it."""
    pattern = SIMPLE_LETTER.sub(r"\1", family.pattern)
    return sum(len(word) for word in LITERALS.findall(matched) if len(word) > 1 and word in pattern)


def _is_telling(family: Family, matched: str, *, stated: bool, alone: bool) -> bool:
    """Whether a designation says enough without its maker: letters that the pattern itself spells, and figures.

    Where the line names another maker, four letters and a figure; where it names none, two letters and three figures
    or a word of four letters that stands alone or has a figure.
    """
    if not family.telling:
        return False
    if not matched[:1].isascii():
        return len(matched) > 1 and matched[:2] in family.pattern
    spelled = LETTERS.match(matched)
    word = spelled[0] if spelled else ""
    if len(word) < SHORTEST_WORD or word not in family.pattern:
        return False
    digits = sum(map(str.isdigit, matched))
    if stated:
        return len(word) >= SHORTEST_WORD_STATED and digits >= 1
    return digits >= 3 or (len(word) >= SHORTEST_WORD_STATED and (digits > 0 or alone))


def load_families() -> Families:
    """Return the families of ``directory_data/families``.

    Raises:
        DataError: A file is damaged, or a word is unknown.
    """
    files = []
    for path in sorted(data_path("families").glob("*.csv")):
        columns = read_columns("families", path.name)
        try:
            refuse_unknown(columns)
        except (ValueError, InvalidOperation, KeyError):
            _blame_row(path)
        files.append(columns)
    return Families(FamilyRows.join(files))


def _blame_row(path: Path) -> None:
    """Say which row of a family file cannot be read.

    Raises:
        DataError: There is one.
    """
    for number, row in enumerate(read_rows("families", path.name), start=2):
        try:
            parse_family(row)
        except (ValueError, InvalidOperation, KeyError) as error:
            detail = f"row {number} ({row.get('family', '')}): {error}"
            raise DataError("data_damaged", path=str(path), detail=detail) from error
