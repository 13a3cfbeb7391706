"""Before shipping: which planned shipments to hold, what would be at risk if they went, and what to take out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Literal

import pandas as pd

from checker.article63.assessment import build_cases
from checker.article63.cases import Case
from checker.article63.figures import Figures
from checker.article63.gains import weigh_lines
from checker.article63.law import Law
from checker.article63.names import merge_spellings, name_cases, product_key
from checker.article63.notes import name_lines
from checker.article63.penalty import DIGITS
from checker.article63.rates import Rates
from checker.article63.sales import HELD, REVIEW
from checker.messages import Remark

Decision = Literal["HOLD", "REVIEW", "RELEASE"]


@dataclass(frozen=True)
class ExpiringCertificate:
    """A certificate that runs out before the planned date.

    Attributes:
        line: Index label of the line.
        number: The certificate as printed in the list.
        valid_until: Its last day.
        planned: The planned date of sale; the day of the check where none is given.
        good_today: Whether it is still good on the day of the check.
    """

    line: int
    number: str
    valid_until: date
    planned: date
    good_today: bool


@dataclass(frozen=True)
class ShipmentPlan:
    """What to do with one planned shipment.

    Attributes:
        shipment: Its name as in the inventory, ``""`` where none is given.
        decision: HOLD with a held line, REVIEW with a line to review, else RELEASE.
        lines: Number of all its lines.
        planned_from: First planned date, None when no line has one.
        planned_to: Last planned date.
        held: Index labels of its uncertified and lapsed lines: without them nothing is held.
        review: Index labels of its lines to review: without these too it can be released.
        exposure: What would be at risk if it went, per scenario and basis; empty for RELEASE.
        expiring: Certificates that run out before the planned date.
        remark: The decision in words.
    """

    shipment: str
    decision: Decision
    lines: int
    planned_from: date | None
    planned_to: date | None
    held: tuple[int, ...]
    review: tuple[int, ...]
    exposure: tuple[Case, ...]
    expiring: tuple[ExpiringCertificate, ...]
    remark: Remark


def plan_shipments(
    sales: pd.DataFrame, law: Law, *, as_of: date, rates: Rates | Mapping[str, Decimal] | None = None
) -> tuple[ShipmentPlan, ...]:
    """Return a decision for every shipment, by planned date, then name.

    Dates and quantities are taken as intended sales: the verdicts are those of the planned dates, and the whole quantity
    counts, sold or not.

    Args:
        sales: Lines with their verdicts, see ``checker.article63.sales.SALES_COLUMNS``, further ``certificate_number`` and
            ``certificate_valid_until`` of the findings.
        law: The law to apply.
        as_of: The day of the check.
        rates: Yuan per unit of each foreign currency.

    Raises:
        UsageError: A line with money is in a currency without a rate.
    """
    known_rates = rates if isinstance(rates, Rates) else Rates(dict(rates or {}))
    lines = _complete(sales)
    with localcontext(prec=DIGITS):
        weighed = weigh_lines(lines, law, as_of=as_of, rates=known_rates, planned=True)
        named, _ = name_cases(weighed, "shipment")
        cases: dict[str, list[Case]] = {}
        for case in build_cases(Figures.read(named), law):
            cases.setdefault(case.case, []).append(case)
    plans = [
        _plan(str(name), group, tuple(cases.get(str(name), ())), as_of) for name, group in lines.groupby("shipment")
    ]
    return tuple(sorted(plans, key=lambda plan: (plan.planned_from or as_of, plan.shipment)))


def _complete(sales: pd.DataFrame) -> pd.DataFrame:
    """Return the lines with one spelling per shipment, and the columns that a plan needs."""
    lines = sales.loc[:, ~sales.columns.duplicated(keep="last")].copy()
    for name in ("shipment", "certificate_number", "path", "sheet"):
        if name not in lines:
            lines[name] = ""
    if "row" not in lines:
        lines["row"] = lines.index
    for name in ("date", "certificate_valid_until"):
        if name not in lines:
            lines[name] = pd.Series(pd.NaT, index=lines.index, dtype="datetime64[s]")
    lines["shipment"], _ = merge_spellings(lines["shipment"].astype("str"), product_key)
    return lines


def _plan(name: str, lines: pd.DataFrame, exposure: tuple[Case, ...], as_of: date) -> ShipmentPlan:
    held, review = lines[lines["verdict"].isin(HELD)], lines[lines["verdict"] == REVIEW]
    decision: Decision = "HOLD" if len(held) else "REVIEW" if len(review) else "RELEASE"
    days = lines["date"].dropna()
    facts = {
        "shipment": name,
        "lines": str(len(lines)),
        "held": str(len(held)),
        "review": str(len(review)),
        "held_lines": name_lines(held),
        "review_lines": name_lines(review),
        "rest": str(len(lines) - len(held) - len(review)),
    }
    mixed = "_mixed" if len(held) and len(review) else ""
    return ShipmentPlan(
        shipment=name,
        decision=decision,
        lines=len(lines),
        planned_from=days.min().date() if len(days) else None,
        planned_to=days.max().date() if len(days) else None,
        held=tuple(int(line) for line in held.index),
        review=tuple(int(line) for line in review.index),
        exposure=exposure,
        expiring=_expiring(lines, as_of),
        remark=Remark(f"plan_{decision.lower()}{mixed}", facts),
    )


def _expiring(lines: pd.DataFrame, as_of: date) -> tuple[ExpiringCertificate, ...]:
    """Return the certificates of lines in question that run out before the planned date, in the order of the lines."""
    planned = lines["date"].fillna(pd.Timestamp(as_of))
    until = lines["certificate_valid_until"]
    gone = (until < planned) & lines["verdict"].isin([*HELD, REVIEW, "certified"])
    return tuple(
        ExpiringCertificate(int(line), str(number), last.date(), day.date(), good_today=last.date() >= as_of)
        for line, number, last, day in zip(
            lines.index[gone], lines.loc[gone, "certificate_number"], until[gone], planned[gone], strict=True
        )
    )
