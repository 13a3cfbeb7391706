"""What the matcher keeps from batch to batch: a product that comes again costs next to nothing. Bounded, and never an answer of its own.

Nothing that is kept depends on a day: scope, what a line states, and which certificates it may have to do with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from checker.loader.register import Register
from checker.matcher.candidates import RegisterIndex, build_index
from checker.matcher.decision import Decisions, decide_product
from checker.matcher.declared import DeclaredNumber, index_numbers, read_declared
from checker.matcher.editions import Edition
from checker.matcher.evidence import relate_lines
from checker.matcher.knowledge import Knowledge
from checker.matcher.lookalikes import recognise_listed
from checker.matcher.makers import Makers
from checker.matcher.naming import Naming, Product, Reader
from checker.matcher.nearby import Neighbours
from checker.matcher.sharing import adds_no_figure, is_silent
from checker.matcher.stated import StatedLine, StatedProduct, add_version, read_product
from checker.messages import Remark

MOST_PRODUCTS = 150_000
"""So many distinct products are kept; a batch that would bring more makes room for all of its own."""


class ScopeMemory:
    """The scope of products decided before."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._reader = Reader(knowledge)
        self._edition = Edition(knowledge.directory)
        self._decided: dict[Product, Decisions] = {}
        self._shared: dict[tuple[str, ...], Decisions] = {}

    def decide(self, products: Sequence[Product]) -> list[Decisions]:
        """Return the decision on each product."""
        fresh = [product for product in products if product not in self._decided]
        if len(self._decided) + len(fresh) > MOST_PRODUCTS and self._decided:
            self._decided.clear()
            self._shared.clear()
            fresh = list(products)
        self._reader.read_models(product.model for product in fresh)
        self._decided.update((product, self._share(self._reader.read(product))) for product in fresh)
        return [self._decided[product] for product in products]

    def _share(self, naming: Naming) -> Decisions:
        """Return the decision on one product: that on an earlier one from which only what decides nothing tells it apart."""
        if not is_silent(naming):
            return decide_product(naming, self.knowledge, self._edition)
        manufacturer, product_name, _, specification = naming.product
        named, whole = (manufacturer, product_name), (manufacturer, product_name, specification)
        shared = self._shared.get(named) or self._shared.get(whole)
        if shared is not None and adds_no_figure(naming.model, shared):
            return shared
        decided = decide_product(naming, self.knowledge, self._edition)
        if shared is None and adds_no_figure(naming.model, decided):
            self._shared[named if decided.by_name else whole] = decided
        return decided


@dataclass
class Related:
    """Distinct lines with what each of them states and may have to do with.

    Attributes:
        lines: What each states of its product.
        declared: What each says of its certificate.
        candidates: See :func:`checker.matcher.evidence.relate_lines`.
        slots: A number for each that stays the same from batch to batch.
    """

    lines: list[StatedLine]
    declared: list[DeclaredNumber]
    candidates: pd.DataFrame
    slots: np.ndarray


@dataclass
class CertificateMemory:
    """The register arranged for look-up once, and the lines related to it before.

    Attributes:
        entries: The register's entries.
        index: Their models.
        makers: Manufacturers' names.
        neighbours: Finds models that are almost those of lines not found.
        worded: The reasons given for lines before, by the number of the line and what was decided about it.
    """

    entries: pd.DataFrame
    index: RegisterIndex
    makers: Makers
    neighbours: Neighbours
    _declare: Callable[[str], DeclaredNumber]
    worded: dict[tuple[Any, ...], tuple[Remark, ...]] = field(default_factory=dict)
    _slots: dict[tuple[Any, ...], int] = field(default_factory=dict)
    _stated: dict[tuple[str, ...], StatedProduct] = field(default_factory=dict)
    _known: Related | None = None

    def relate(self, distinct: pd.DataFrame) -> Related:
        """Return what distinct lines (``RELATION_COLUMNS``) state and may have to do with."""
        keys = list(zip(*(distinct[column].tolist() for column in distinct), strict=True))
        fresh = [place for place, key in enumerate(keys) if key not in self._slots]
        if len(self._slots) + len(fresh) > MOST_PRODUCTS and self._slots:
            self._slots, self._stated, self._known = {}, {}, None
            self.worded.clear()
            fresh = list(range(len(keys)))
        if fresh:
            self._add([keys[place] for place in fresh], distinct.iloc[fresh])
        known = self._known
        if known is None:
            raise AssertionError("no line to relate")
        slots = np.array([self._slots[key] for key in keys], dtype=np.int64)
        places = np.full(len(self._slots), -1, dtype=np.int64)
        places[slots] = np.arange(len(slots))
        line = places[known.candidates["line"].to_numpy()]
        candidates = known.candidates[line >= 0].assign(line=line[line >= 0])
        candidates = candidates.sort_values("line", kind="stable", ignore_index=True)
        lines, declared = [known.lines[slot] for slot in slots], [known.declared[slot] for slot in slots]
        return Related(lines, declared, candidates, slots)

    def _add(self, keys: Sequence[tuple[Any, ...]], distinct: pd.DataFrame) -> None:
        """Relate lines that are not known yet; the first of a batch or after making room are the only ones known."""
        first = len(self._slots)
        columns = (distinct[column].tolist() for column in ("manufacturer", "product_name", "model", "version"))
        lines = [self._read_line(row) for row in zip(*columns, strict=True)]
        declared = [self._declare(text) for text in distinct["certificate_number"].tolist()]
        candidates = relate_lines(lines, declared, self.index, self.entries, self.makers)
        self._slots.update(zip(keys, range(first, first + len(keys)), strict=True))
        if self._known is None:
            self._known = Related(lines, declared, candidates, np.arange(len(lines)))
            return
        self._known.lines += lines
        self._known.declared += declared
        more = candidates.assign(line=candidates["line"] + first)
        self._known.candidates = pd.concat([self._known.candidates, more], ignore_index=True)

    def _read_line(self, row: tuple[str, ...]) -> StatedLine:
        manufacturer, product_name, model, version = row
        stated = self._stated.get(row[:3])
        if stated is None:
            stated = self._stated[row[:3]] = read_product(manufacturer, product_name, model, self.makers)
        return add_version(stated, version, self.makers)


def remember_certificates(register: Register, makers: Makers) -> CertificateMemory:
    """Return a fresh memory of lines related to a register."""
    entries = register.entries.reset_index(drop=True)
    numbers = index_numbers(entries["number"])
    papers = list(zip(entries["number"].tolist(), entries["paper"].tolist(), strict=True))
    declared: dict[str, DeclaredNumber] = {}

    def declare(text: str) -> DeclaredNumber:
        if text not in declared:
            if len(declared) >= MOST_PRODUCTS:
                declared.clear()
            declared[text] = read_declared(text, numbers, lambda entry: recognise_listed(*papers[entry]))
        return declared[text]

    return CertificateMemory(entries, build_index(entries, makers), makers, Neighbours(entries, makers), declare)


@dataclass
class Memory:
    """What is kept from batch to batch under one knowledge and one register, each part made when it is first asked for."""

    knowledge: Knowledge
    register: Register

    @cached_property
    def scope(self) -> ScopeMemory:
        """The scope of products decided before."""
        return ScopeMemory(self.knowledge)

    @cached_property
    def certificates(self) -> CertificateMemory:
        """The register arranged for look-up, and lines related to it before."""
        return remember_certificates(self.register, self.knowledge.makers)
