"""Which lines a reading takes in, the lines of one case, and the order of products by their money."""

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from checker.article63.cases import Scenario
from checker.article63.figures import Figures
from checker.numbering import add_by


def choose(lines: pd.DataFrame | Figures, scenario: Scenario, *, other_rule: bool = False) -> np.ndarray:
    """Return which weighed lines a scenario takes in: held ones, and review ones where it assumes that they fail.

    Args:
        lines: Weighed lines (``GAINS_COLUMNS``), or their figures.
        scenario: ``found`` or ``if_review_fails``.
        other_rule: Take the verdicts under the other threshold rule.
    """
    suffix = "_other" if other_rule else ""
    held = np.asarray(lines[f"held{suffix}"])
    return held if scenario == "found" else held | np.asarray(lines[f"review{suffix}"])


def split_cases(figures: Figures, cases: Collection[str] | None = None) -> Iterator[tuple[str, Figures]]:
    """Yield the figures of every case (or of the cases named), in order of their names.

    Only products of the case are left among the names of ``product``.
    """
    for number in np.unique(figures["case"]):
        name = str(figures.names["case"][number])
        if cases is None or name in cases:
            yield name, figures.select(figures["case"] == number).narrow("product")


def rank_products(figures: Figures, basis: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of the products that occur, and their money: most first, then by name."""
    numbers, count = figures["product"], len(figures.names["product"])
    money = add_by(numbers, count, figures[basis])
    found = np.flatnonzero(np.bincount(numbers, minlength=count))
    ranked = found[np.argsort(-money[found], kind="stable")]
    return ranked, money[ranked]
