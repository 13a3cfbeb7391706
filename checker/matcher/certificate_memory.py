"""What is kept of lines related to a register: a line that comes again is neither related nor decided again. Bounded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from checker.loader.register import Register
from checker.matcher.candidates import RegisterIndex, build_index
from checker.matcher.declared import DeclaredNumber, index_numbers, read_declared
from checker.matcher.evidence import relate_lines
from checker.matcher.lookalikes import recognise_listed
from checker.matcher.makers import Makers
from checker.matcher.nearby import Neighbours
from checker.matcher.stated import StatedLine, StatedProduct, add_version, read_product
from checker.matcher.stretches import find_changes, number_stretches

MOST_LINES = 150_000
"""So many distinct lines are kept; a batch that would bring more makes room for all of its own."""


class Related(NamedTuple):
    """Distinct lines with what each of them states and may have to do with.

    Attributes:
        lines: What each states of its product.
        declared: What each says of its certificate.
        candidates: See :func:`checker.matcher.evidence.relate_lines`.
    """

    lines: list[StatedLine]
    declared: list[DeclaredNumber]
    candidates: pd.DataFrame


@dataclass
class _Kept:
    """Lines in the order of their slots, and the cases decided."""

    slots: dict[tuple[Any, ...], int] = field(default_factory=dict)
    stated: dict[tuple[str, ...], StatedProduct] = field(default_factory=dict)
    lines: list[StatedLine] = field(default_factory=list)
    declared: list[DeclaredNumber] = field(default_factory=list)
    candidates: pd.DataFrame | None = None
    changes: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    cases: pd.Index = field(default_factory=lambda: pd.Index([], dtype="int64"))
    findings: pd.DataFrame | None = None


@dataclass
class CertificateMemory:
    """The register arranged for look-up once, and the lines related to it before.

    Attributes:
        entries: The register's entries.
        index: Their models.
        makers: Manufacturers' names.
        neighbours: Finds models that are almost those of lines not found.
        emptied: How often everything kept was let go to make room.
    """

    entries: pd.DataFrame
    index: RegisterIndex
    makers: Makers
    neighbours: Neighbours
    _declare: Callable[[str], DeclaredNumber]
    emptied: int = 0
    _kept: _Kept = field(default_factory=_Kept)

    def place(self, distinct: pd.DataFrame) -> np.ndarray:
        """Return the slots of distinct lines (``RELATION_COLUMNS``): numbers that stay the same while they are kept."""
        keys = list(zip(*(distinct[column].tolist() for column in distinct), strict=True))
        slots = [self._kept.slots.get(key, -1) for key in keys]
        fresh = [place for place, slot in enumerate(slots) if slot < 0]
        if len(self._kept.slots) + len(fresh) > MOST_LINES and self._kept.slots:
            self._kept, self.emptied = _Kept(), self.emptied + 1
            fresh = list(range(len(keys)))
        if fresh:
            first = len(self._kept.slots)
            self._add(distinct.iloc[fresh], first)
            for slot, place in enumerate(fresh, start=first):
                self._kept.slots[keys[place]] = slots[place] = slot
        return np.array(slots, dtype=np.int64)

    def relate(self, slots: np.ndarray) -> Related:
        """Return what lines state and may have to do with, the candidates' ``line`` being a position in ``slots``."""
        kept = self._kept
        if kept.candidates is None:
            raise AssertionError("no line is kept")
        places = np.full(len(kept.slots), -1, dtype=np.int64)
        places[slots] = np.arange(len(slots))
        line = places[kept.candidates["line"].to_numpy()]
        candidates = kept.candidates[line >= 0].assign(line=line[line >= 0])
        candidates = candidates.sort_values("line", kind="stable", ignore_index=True)
        chosen = slots.tolist()
        return Related([kept.lines[slot] for slot in chosen], [kept.declared[slot] for slot in chosen], candidates)

    def number_cases(self, slots: np.ndarray, days: np.ndarray) -> np.ndarray:
        """Return the number of the case of each line, given by its slot, on its day."""
        return number_stretches(slots, days, self._kept.changes)

    def find_undecided(self, cases: np.ndarray) -> np.ndarray:
        """Return the positions of those of distinct cases that no finding is kept of."""
        return np.flatnonzero(self._kept.cases.get_indexer(pd.Index(cases)) < 0)

    def keep(self, cases: np.ndarray, findings: pd.DataFrame) -> None:
        """Keep the findings of cases."""
        kept = self._kept
        kept.cases = kept.cases.append(pd.Index(cases))
        kept.findings = findings if kept.findings is None else pd.concat([kept.findings, findings], ignore_index=True)

    def recall(self, cases: np.ndarray) -> np.ndarray:
        """Return where in :attr:`findings` those of cases stand."""
        return np.asarray(self._kept.cases.get_indexer(pd.Index(cases)))

    @property
    def findings(self) -> pd.DataFrame:
        """The findings kept, in the order in which they were."""
        if self._kept.findings is None:
            raise AssertionError("no case is kept")
        return self._kept.findings

    def _add(self, distinct: pd.DataFrame, first: int) -> None:
        """Relate lines that are not known yet; they get the slots from ``first`` on."""
        kept = self._kept
        columns = (distinct[column].tolist() for column in ("manufacturer", "product_name", "model", "version"))
        lines = [self._read_line(row) for row in zip(*columns, strict=True)]
        declared = [self._declare(text) for text in distinct["certificate_number"].tolist()]
        candidates = relate_lines(lines, declared, self.index, self.entries, self.makers)
        candidates = candidates.assign(line=candidates["line"] + first)
        changes = find_changes(candidates, self.entries, find_declared_ends(distinct, declared, first))
        kept.lines += lines
        kept.declared += declared
        kept.changes = np.concatenate([kept.changes, changes])
        known = kept.candidates
        kept.candidates = candidates if known is None else pd.concat([known, candidates], ignore_index=True)

    def _read_line(self, row: tuple[str, ...]) -> StatedLine:
        manufacturer, product_name, model, version = row
        stated = self._kept.stated.get(row[:3])
        if stated is None:
            stated = self._kept.stated[row[:3]] = read_product(manufacturer, product_name, model, self.makers)
        return add_version(stated, version, self.makers)


def remember_certificates(register: Register, makers: Makers) -> CertificateMemory:
    """Return a fresh memory of lines related to a register."""
    entries = register.entries.reset_index(drop=True)
    numbers = index_numbers(entries["number"])
    papers = list(zip(entries["number"].tolist(), entries["paper"].tolist(), strict=True))
    declared: dict[str, DeclaredNumber] = {}

    def declare(text: str) -> DeclaredNumber:
        if text not in declared:
            if len(declared) >= MOST_LINES:
                declared.clear()
            declared[text] = read_declared(text, numbers, lambda entry: recognise_listed(*papers[entry]))
        return declared[text]

    return CertificateMemory(entries, build_index(entries, makers), makers, Neighbours(entries, makers), declare)


def find_declared_ends(distinct: pd.DataFrame, declared: Sequence[DeclaredNumber], first: int) -> pd.DataFrame:
    """Return the last days that lines state for their own certificate, and those of licences that they name.

    Args:
        distinct: The lines.
        declared: What each says of its certificate.
        first: The number of the first line.
    """
    numbers = np.arange(first, first + len(distinct))
    stated = pd.DataFrame({"line": numbers, "day": distinct["certificate_valid_until"].astype("datetime64[s]").array})
    excuses = pd.DataFrame({"line": numbers, "day": find_excuses(declared)})
    return pd.concat([stated, excuses], ignore_index=True).dropna()


def find_excuses(declared: Sequence[DeclaredNumber]) -> np.ndarray:
    """Return the last day on which each declared paper that is no certificate can excuse a sale, NaT where there is none."""
    excuses = np.full(len(declared), "NaT", dtype="datetime64[s]")
    for place, own in enumerate(declared):
        if own.lookalike and own.lookalike.good_until:
            excuses[place] = own.lookalike.good_until
    return excuses
