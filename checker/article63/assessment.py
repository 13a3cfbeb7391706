"""From sales with verdicts to cases: what Article 63 puts at risk, for whom, under each reading."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext

import numpy as np
import pandas as pd

from checker.article63.cases import SCENARIOS, Case, CaseBy, Exposure, GainsBasis, Scenario
from checker.article63.choices import choose
from checker.article63.figures import Figures
from checker.article63.gains import weigh_lines
from checker.article63.law import Law
from checker.article63.names import name_cases
from checker.article63.notes import write_notes
from checker.article63.penalty import DIGITS, ZERO, add_up, penalty, round_to_fen
from checker.article63.rates import Rates
from checker.article63.second_statute import OtherExposure, describe, find_other_exposures
from checker.article63.statutes import Provision
from checker.numbering import add_by


def assess(
    sales: pd.DataFrame,
    law: Law,
    *,
    as_of: date,
    rates: Rates | Mapping[str, Decimal] | None = None,
    case_by: CaseBy = "seller",
    threshold_rule: str = "all",
    tax_included: bool = True,
) -> Exposure:
    """Return every case with its exposure (网络安全法 art. 63), per scenario and basis.

    Args:
        sales: Lines with their verdicts, see ``checker.article63.sales.SALES_COLUMNS``; the index names the lines.
        law: The law to apply, see :func:`checker.article63.law.load_law`.
        as_of: The day of the check.
        rates: Yuan per unit of each foreign currency, constant or by date.
        case_by: What makes one case.
        threshold_rule: The reading of several thresholds that ``verdict`` rests on; ``verdict_other`` rests on the other.
        tax_included: The prices include the tax of the tax column; where they do not, the net basis takes none off.

    Raises:
        UsageError: A line with money is in a currency without a rate.
    """
    known_rates = rates if isinstance(rates, Rates) else Rates(dict(rates or {}))
    with localcontext(prec=DIGITS):
        weighed = weigh_lines(sales, law, as_of=as_of, rates=known_rates, tax_included=tax_included)
    return conclude(weighed, law, as_of=as_of, case_by=case_by, threshold_rule=threshold_rule)


def conclude(
    weighed: pd.DataFrame, law: Law, *, as_of: date, case_by: CaseBy = "seller", threshold_rule: str = "all"
) -> Exposure:
    """Return every case of weighed lines (``GAINS_COLUMNS``), which may be folded and come from several batches."""
    with localcontext(prec=DIGITS):
        lines, merged = name_cases(weighed, case_by)
        folded = Figures.read(lines).fold()
        cases = build_cases(folded, law)
        notes = write_notes(lines, folded, cases, merged, law, case_by=case_by)
    return Exposure(cases, notes, lines, folded, law, as_of, case_by, threshold_rule)


def build_cases(figures: Figures, law: Law) -> tuple[Case, ...]:
    """Return the cases of figures, folded or not, ordered by case, scenario, basis.

    Every case has both scenarios, also where nothing was found; the net basis is given only where a counted line of
    the scenario has a cost.
    """
    names = sorted(figures.select(choose(figures, "if_review_fails")).narrow("case").names["case"].tolist())
    cases = [case for scenario in SCENARIOS for case in _build_scenario(figures, law, scenario, names)]
    return tuple(sorted(cases, key=lambda case: (case.case, case.scenario, case.basis)))


def _build_scenario(figures: Figures, law: Law, scenario: Scenario, names: Sequence[str]) -> list[Case]:
    chosen = figures.select(choose(figures, scenario))
    counted = chosen.select(chosen["counted"])
    counts = _count(chosen)
    before = chosen.select(chosen.find("provision", "") & chosen["sold"]).sum_by(["case"], "gross")
    stock = chosen.sum_by(["case"], "stock_value")
    other = find_other_exposures(chosen, law)
    sums = {basis: counted.sum_by(["case", "provision"], basis) for basis in ("gross", "net")}
    cases: list[Case] = []
    for name in names:
        versions = [version for version in law.main if (name, version.id) in sums["gross"]]
        gross = {version: sums["gross"][name, version.id] for version in versions}
        gains: dict[GainsBasis, dict[Provision, Decimal]] = {"gross": gross}
        if counts[name]["costed"]:
            # A refund with a cost beside a sale without one could lift the net above the gross.
            gains["net"] = {version: min(sums["net"][name, version.id], gross[version]) for version in versions}
        cases.extend(
            _build_case(
                name,
                scenario,
                basis,
                amounts,
                law,
                counts=counts[name],
                before=before.get(name, ZERO),
                stock=stock.get(name, ZERO),
                other=other.get(name, ()),
            )
            for basis, amounts in gains.items()
        )
    return cases


def _build_case(
    name: str,
    scenario: Scenario,
    basis: GainsBasis,
    amounts: Mapping[Provision, Decimal],
    law: Law,
    *,
    counts: Mapping[str, int],
    before: Decimal,
    stock: Decimal,
    other: Sequence[OtherExposure],
) -> Case:
    total = add_up([penalty(gains, version) for version, gains in amounts.items()])
    return Case(
        case=name,
        scenario=scenario,
        basis=basis,
        lines=counts["counted"],
        illegal_gains=total.illegal_gains,
        confiscation=total.confiscation,
        fine_min=total.fine_min,
        fine_max=total.fine_max,
        total_min=total.total_min,
        total_max=total.total_max,
        before_2026=round_to_fen(max(before, ZERO)),
        measures=list_measures(amounts),
        other_law=tuple(describe(exposure, basis, total, law) for exposure in other),
        unpriced=counts["unpriced"],
        undated=counts["undated"],
        past_limitation=counts["past_limitation"],
        cost_missing=counts["cost_missing"] if basis == "net" else 0,
        unsold=counts["unsold"],
        stock_blocked=round_to_fen(stock),
        reaches_threshold=total.reaches_threshold,
        provisions=tuple(version.id for version in amounts),
    )


def list_measures(versions: "Mapping[Provision, object] | Sequence[Provision]") -> tuple[str, ...]:
    """Return the message codes of the orders that always come, then of those reserved for serious cases, each once."""
    always = [code for version in versions for code in version.measures_always]
    serious = [code for version in versions for code in version.measures_serious]
    return tuple(dict.fromkeys([*always, *serious]))


def _count(chosen: Figures) -> dict[str, dict[str, int]]:
    """Return by case how many of the chosen lines are counted, and how many of these need a word."""
    counted = chosen["counted"]
    flags = {
        "counted": counted,
        "costed": counted & chosen["costed"],
        "unpriced": counted & chosen["unpriced"],
        "undated": counted & chosen["undated"],
        "past_limitation": chosen["past_limitation"] & chosen["sold"] & ~chosen.find("provision", ""),
        "cost_missing": counted & ~chosen["costed"] & ~chosen["unpriced"],
        "unsold": ~chosen["sold"],
    }
    cases = chosen.names["case"].tolist()
    sums = [add_by(chosen["case"], len(cases), np.where(flag, chosen["lines"], 0)).tolist() for flag in flags.values()]
    return {
        case: dict(zip(flags, found, strict=True)) for case, found in zip(cases, zip(*sums, strict=True), strict=True)
    }
