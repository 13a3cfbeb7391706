"""One case under every reading: the choices that can differ for it, and what each combination comes to."""

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from checker.article63.cases import SCENARIOS, CaseBy, GainsBasis, Scenario
from checker.article63.choices import choose
from checker.article63.figures import Figures
from checker.article63.law import Law
from checker.article63.penalties import penalize
from checker.article63.penalty import Penalty, add_up
from checker.messages import Language, messages
from checker.numbering import add_by

if TYPE_CHECKING:
    import pandas as pd

Split = Literal["one_case", "per_product"]
Axis = Literal["scenario", "basis", "threshold_rule", "split"]
AXES: tuple[Axis, ...] = get_args(Axis)
OTHER_RULE = {"all": "any", "any": "all"}


@dataclass(frozen=True)
class Reading:
    """One combination of choices.

    Attributes:
        scenario: Whether review lines are taken to fail.
        basis: How illegal gains are computed.
        threshold_rule: How several thresholds of one category are read (``all`` or ``any``).
        split: One case, or one per product.
        other_rule: Whether ``threshold_rule`` is the other one than the check was run with.
    """

    scenario: Scenario
    basis: GainsBasis
    threshold_rule: str
    split: Split
    other_rule: bool = False

    def word(self, language: Language, without: Axis | None = None) -> str:
        """Return the choices in words, without the one that a sentence already states."""
        names = [f"reading_{getattr(self, axis)}" for axis in AXES if axis != without]
        return ("，" if language == "zh" else ", ").join(messages()[name].word(language, {}) for name in names)

    def choose(self, lines: "pd.DataFrame | Figures") -> np.ndarray:
        """Return which weighed lines (``GAINS_COLUMNS``), or figures, count under this reading."""
        return np.asarray(lines["counted"] & choose(lines, self.scenario, other_rule=self.other_rule))


@dataclass(frozen=True)
class ReadingFigure:
    """What one reading comes to for one case. Money in yuan.

    Attributes:
        reading: The choices.
        lines: Lines counted.
        penalty: The figures; of a case split by product, their sums.
        cases: Cases that the lines make: 1, or the number of products; 0 without lines.
        reaching: How many of these reach the threshold.
    """

    reading: Reading
    lines: int
    penalty: Penalty
    cases: int
    reaching: int


def list_readings(figures: Figures, *, threshold_rule: str, case_by: CaseBy) -> tuple[Reading, ...]:
    """Return the readings that can differ for the figures of one case, the default one first.

    The net basis is left out where no line has a cost, the other threshold rule where no line depends on it, the split
    by product where cases are products anyway or the case has one product.
    """
    counted = figures.select(figures["counted"])
    depends = (counted["held"] != counted["held_other"]) | (counted["review"] != counted["review_other"])
    rules = [False, True] if depends.any() else [False]
    bases: list[GainsBasis] = ["gross", "net"] if counted["costed"].any() else ["gross"]
    splits: list[Split] = ["one_case"]
    if case_by != "product" and len(np.unique(counted["product"])) > 1:
        splits.append("per_product")
    return tuple(
        Reading(scenario, basis, OTHER_RULE[threshold_rule] if other else threshold_rule, split, other)
        for other, split, scenario, basis in product(rules, splits, SCENARIOS, bases)
    )


def figure_reading(figures: Figures, reading: Reading, law: Law) -> ReadingFigure:
    """Return what a reading comes to for the figures of one case, see ``checker.article63.choices.split_cases``."""
    split = reading.split == "per_product"
    numbers = figures["product"] if split else np.zeros(len(figures), dtype=np.int64)
    count = len(figures.names["product"]) if split else 1
    counted = reading.choose(figures)
    gross, gains = (figures[basis] for basis in ("gross", reading.basis))
    cases, reaching, parts = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool), []
    for version in law.main:
        rows = np.flatnonzero(counted & figures.find("provision", version.id))
        found = np.bincount(numbers[rows], minlength=count) > 0
        money = np.minimum(*(add_by(numbers[rows], count, column[rows]) for column in (gross, gains)))
        part, reached = penalize(money[found], version)
        parts.append(part)
        cases |= found
        reaching[np.flatnonzero(found)[reached]] = True
    number = int(figures["lines"][counted].sum())
    return ReadingFigure(reading, number, add_up(parts), int(cases.sum()), int(reaching.sum()))
