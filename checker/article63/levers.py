"""What moves the figure: each line's share, and the fewest products whose clearing changes the outcome of a case."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

import numpy as np
import pandas as pd

from checker.article63.cases import Case, Exposure, GainsBasis, Scenario
from checker.article63.choices import choose, rank_products, split_cases
from checker.article63.figures import Figures
from checker.article63.law import Law
from checker.article63.penalties import FEN_PER_YUAN, settle
from checker.article63.penalty import DIGITS, FEN, NOTHING, ZERO, penalty, round_to_fen
from checker.article63.statutes import Provision
from checker.article63.totals import add_money, to_yuan

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Lever:
    """The fewest products to clear in one case. Cleared means: shown to be certified on the day of the sale, or the sale undone.

    Attributes:
        case: Name of the case.
        scenario: Which lines are taken to count.
        basis: How illegal gains are computed.
        below_threshold: Products, largest money first, without which the case is below the threshold; empty where it is.
        gains_after: Illegal gains that remain without them.
        to_nothing: All products of the case, largest money first: while one line counts, a fine follows.
    """

    case: str
    scenario: Scenario
    basis: GainsBasis
    below_threshold: tuple[str, ...]
    gains_after: Decimal
    to_nothing: tuple[str, ...]


def find_levers(
    exposure: Exposure,
    scenario: Scenario = "found",
    basis: GainsBasis = "gross",
    cases: Collection[str] | None = None,
) -> tuple[Lever, ...]:
    """Return the lever of every case with counted lines (or of the cases named), in order of their names.

    Taking the products with the most money first gives the smallest set: no other set of as many products takes more off.
    Under several versions of the law this is done for each of them.
    """
    if exposure.folded is None or exposure.law is None:
        return ()
    figures = exposure.folded.select(exposure.folded["counted"] & choose(exposure.folded, scenario))
    with localcontext(prec=DIGITS):
        return tuple(_find_lever(name, own, exposure.law, scenario, basis) for name, own in split_cases(figures, cases))


def _find_lever(name: str, figures: Figures, law: Law, scenario: Scenario, basis: GainsBasis) -> Lever:
    names = figures.names["product"]
    cleared = []
    for version in law.main:
        products, money = rank_products(figures.select(figures.find("provision", version.id)), basis)
        remaining = np.append(money[::-1].cumsum()[::-1], 0)
        below = ~version.reached_by(settle(remaining), FEN_PER_YUAN)
        cleared.append(products[: below.argmax()])
    both = pd.unique(np.concatenate(cleared))
    kept = np.isin(figures["product"], both, invert=True)
    after = round_to_fen(max(add_money(figures[basis][kept]), ZERO))
    everything, _ = rank_products(figures, basis)
    return Lever(name, scenario, basis, tuple(names[both].tolist()), after, tuple(names[everything].tolist()))


def weigh_influence(exposure: Exposure, case: Case, most: int | None = None) -> pd.DataFrame:
    """Return for every counted line of a case, or the ``most`` with the largest money, its share and what the case would be without it.

    Returns:
        A frame with the index of the lines, largest money first, and the columns ``gains`` (yuan), ``share`` (percent of
        the case's illegal gains, None where these are none), ``gains_without``, ``fine_min_without``,
        ``fine_max_without`` and ``total_max_without``, all Decimal to the fen.
    """
    columns = ["gains", "share", "gains_without", "fine_min_without", "fine_max_without", "total_max_without"]
    if exposure.lines is None or exposure.law is None:
        return pd.DataFrame(columns=columns)
    lines = exposure.lines
    chosen = np.asarray(lines["counted"] & (lines["case"] == case.case) & choose(lines, case.scenario))
    labels, money = lines.index.to_numpy(), lines[case.basis].to_numpy()
    found = []
    with localcontext(prec=DIGITS):
        for version in exposure.law.main:
            if version.id in case.provisions:
                rows = np.flatnonzero(chosen & (lines["provision"] == version.id).to_numpy())
                rows, shown = _weigh_version(rows, money[rows], version, case, most)
                found.append((labels[rows], shown))
    if not found:
        return pd.DataFrame(columns=columns)
    named = np.concatenate([own for own, _ in found])
    table = {column: np.concatenate([shown[column] for _, shown in found]) for column in columns}
    order = np.argsort(named, kind="stable")
    order = order[np.argsort(-table["gains"][order], kind="stable")][:most]
    return pd.DataFrame({column: values[order] for column, values in table.items()}, index=pd.Index(named[order]))


def _weigh_version(
    rows: np.ndarray, gains: np.ndarray, version: Provision, case: Case, most: int | None
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return the columns of :func:`weigh_influence` for the lines under one version of the law, and which lines they are."""
    whole, alone = add_money(gains), len(gains) == 1
    now = penalty(whole, version)
    if most is not None and len(gains) > most:
        largest = gains >= np.partition(gains, -most)[-most]
        rows, gains = rows[largest], gains[largest]
    distinct, places = np.unique(gains, return_inverse=True)
    alike = [to_yuan(money) for money in distinct.tolist()]
    without = [NOTHING if alone else penalty(whole - money, version) for money in alike]

    def column(name: str) -> np.ndarray:
        change = [getattr(rest, name) - getattr(now, name) for rest in without]
        return np.array([getattr(case, name) + step for step in change], dtype=object)[places]

    total = case.illegal_gains
    shares = [(money * HUNDRED / total).quantize(FEN, rounding=ROUND_HALF_UP) if total else None for money in alike]
    return rows, {
        "gains": np.array([round_to_fen(money) for money in alike], dtype=object)[places],
        "share": np.array(shares, dtype=object)[places],
        "gains_without": column("illegal_gains"),
        "fine_min_without": column("fine_min"),
        "fine_max_without": column("fine_max"),
        "total_max_without": column("total_max"),
    }
