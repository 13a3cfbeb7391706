"""Product families: what a model designation stands for, where the name says nothing (FG-100F, BIG-IP i4800).

Families are data, ``directory_data/families/*.csv``. A pattern is tried only where a run of letters and digits
begins with one of its first letters, so hundreds of families cost little per text.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Literal, NamedTuple, get_args

from checker.errors import DataError
from checker.resources import data_path, read_rows

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

MOST_KEPT = 200_000
"""For so many names the family found is kept; inventories repeat their names more than their models."""

SHORTEST_GUESS = 4
"""So many letters and digits that the pattern itself spells tell whose a designation is, where no maker is named."""

SHORTEST_WORD, SHORTEST_WORD_STATED = 2, 4
"""So many letters must begin a designation for it to tell whose it is, where the line names no maker or one that is not known."""

OPEN_FIRST = ("in", "undetermined", "figures", "out")
"""Of designations that several makers use, where none is named, the one that may be listed goes first."""

LONGEST_START = 6
"""So many letters of a word decide which families are tried."""

WORD = re.compile(r"[a-z0-9]+")
GROUP = re.compile(r"\(\?:([^()]*)\)")
SIMPLE_CLASS = re.compile(r"\[([a-z0-9]+)\]")
SIMPLE_LETTER = re.compile(r"\[([a-z0-9])\]")
LITERALS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
OPTIONAL = ("?", "*", "{0")
LETTERS = re.compile(r"[a-z]*")
HAN_WORD = re.compile(r"[\u3400-\u9fff]+")


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
        ending = "" if self.pattern.endswith(r"\w*") else r"(?![a-z0-9])"
        try:
            return re.compile(rf"(?:{self.pattern}){ending}", re.IGNORECASE)
        except re.error as error:
            detail = f"{self.name}: {self.pattern}: {error}"
            raise DataError("data_damaged", path=str(data_path("families")), detail=detail) from error

    @cached_property
    def telling(self) -> bool:
        """Whether the pattern asks for anything; one that does not stands for whatever else a maker sells."""
        return "" not in begin_with(self.pattern)

    def __hash__(self) -> int:
        return hash((self.maker, self.pattern, self.field))


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
        self.families = tuple(families)
        self.makers = frozenset(family.maker for family in self.families)
        self.security_makers = frozenset(family.maker for family in self.families if is_security(family)) - {""}
        self._by_start: dict[tuple[str, str], list[Family]] = defaultdict(list)
        self._anywhere: dict[str, list[Family]] = defaultdict(list)
        self._names: dict[Any, tuple[tuple[Any, ...], FamilyMatch] | None] = {}
        self._kept: dict[tuple[str, frozenset[str], bool], tuple[Family, ...]] = {}
        for family in self.families:
            if not family.maker and not family.telling:
                continue
            for start in begin_with(family.pattern):
                self._by_start[family.maker, start].append(family)
                if family.maker and len(start) > 1:
                    self._anywhere[start].append(family)

        self._starts = frozenset({start for _, start in self._by_start} | {""})

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        """Pickle the rows; the tables are built again."""
        return Families, (self.families,)

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
            for family in self._beginning(start, makers, foreign=foreign):
                if family.field in (field, "any"):
                    found = family.compiled.match(text, place)
                    if found and found.end() > place:
                        yield family, found[0], place

    def _beginning(self, start: str, makers: frozenset[str], *, foreign: bool) -> tuple[Family, ...]:
        """Return the families of the makers, or of any when there is none, that a word with this start may belong to.

        Those of any are left out unless the word is long enough to tell whose it is (``foreign``), see :func:`_is_telling`.
        """
        while start not in self._starts:
            start = start[:-1]
        kept = self._kept.get((start, makers, foreign))
        if kept is None:
            keys = [start[:length] for length in range(len(start), -1, -1)]
            found = [family for key in keys for family in self._by_start.get(("", key), ())]
            if makers:
                owners = sorted(makers)
                found += [family for key in keys for maker in owners for family in self._by_start.get((maker, key), ())]
            elif foreign:
                found += [family for key in keys for family in self._anywhere.get(key, ())]
            kept = self._kept[start, makers, foreign] = tuple(found)
        return kept


def is_security(family: Family) -> bool:
    """Whether a family is, or may be, a product of the Directory's second part."""
    return family.settles in ("in", "undetermined") and any(found.startswith("P") for found in family.categories)


def begin_with(pattern: str) -> set[str]:
    """Return the first letters (up to ``LONGEST_START``) that a pattern can begin with; ``""`` among them when they cannot be told."""
    found: set[str] = set()
    for alternative in _alternatives(pattern):
        group = GROUP.match(alternative)
        if not group:
            found |= _literal_start(alternative)
            continue
        rest = alternative[group.end() :]
        if rest.startswith(OPTIONAL):
            found |= begin_with(rest[1:])
            rest = ""
        for inner in _alternatives(group[1]):
            found |= _literal_start(inner + rest)
    return found


def _alternatives(pattern: str) -> list[str]:
    """Split a pattern at the bars outside brackets."""
    parts, depth = [""], 0
    for sign in pattern:
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _literal_start(pattern: str) -> set[str]:
    """Return the beginnings of a pattern without alternatives, up to its first sign that is no letter or digit."""
    if pattern.startswith(r"\d"):
        return _or_rest(set("0123456789"), pattern[2:])
    letters = SIMPLE_CLASS.match(pattern)
    if letters:
        return _or_rest(set(letters[1]), pattern[letters.end() :])
    literal = LITERALS.match(pattern)
    start = literal[0] if literal else ""
    if pattern[len(start) :].startswith(OPTIONAL):
        return {start[:-1][:LONGEST_START]} if len(start) > 1 else _or_rest({start}, pattern[len(start) :])
    return {start[:LONGEST_START]}


def _or_rest(found: set[str], rest: str) -> set[str]:
    """Return the letters, and when they are optional also what the rest of the pattern begins with."""
    return found | begin_with(rest[1:]) if rest.startswith(OPTIONAL) else found


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
    families = []
    for path in sorted(data_path("families").glob("*.csv")):
        for number, row in enumerate(read_rows("families", path.name), start=2):
            try:
                families.append(parse_family(row))
            except (ValueError, InvalidOperation, KeyError) as error:
                detail = f"row {number} ({row.get('family', '')}): {error}"
                raise DataError("data_damaged", path=str(path), detail=detail) from error
    return Families(families)


def parse_family(row: Mapping[str, str]) -> Family:
    """Return one row of a family file.

    Raises:
        ValueError: ``field`` or ``settles`` has an unknown word.
    """
    if row["field"] not in get_args(Field) or row["settles"] not in get_args(Settles):
        raise ValueError(f"unknown word {row['field']!r} or {row['settles']!r}")
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
