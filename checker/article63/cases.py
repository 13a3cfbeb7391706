"""Cases and their exposure under the law."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from checker.article63.law import Law
from checker.messages import Remark

if TYPE_CHECKING:
    import pandas as pd

    from checker.article63.figures import Figures

Scenario = Literal["found", "if_review_fails"]
GainsBasis = Literal["gross", "net"]
CaseBy = Literal["seller", "product", "category", "shipment", "all"]

SCENARIOS: tuple[Scenario, ...] = ("found", "if_review_fails")
CASE_BY: tuple[CaseBy, ...] = ("seller", "product", "category", "shipment", "all")


@dataclass(frozen=True)
class Case:
    """One case under one reading: who sold, what counts, and what may follow. Money in yuan.

    Attributes:
        case: Name of the case: the seller, product, category or shipment it groups, or ``""`` for all.
        scenario: ``found`` (held lines only) or ``if_review_fails`` (review lines counted too).
        basis: ``gross`` (all money received) or ``net`` (less purchase price and related taxes).
        lines: Lines whose sale falls under Article 63 in this scenario.
        illegal_gains: 违法所得 of those lines.
        confiscation: What is confiscated.
        fine_min: Lower end of the fine.
        fine_max: Upper end of the fine.
        total_min: Confiscation and lowest fine.
        total_max: Confiscation and highest fine.
        before_2026: Money (gross) from the same products sold before the article was in force, shown apart.
        measures: Message codes of the orders that come or may come.
        other_law: Exposure under a second statute, as mappings for the report.
        unpriced: Lines counted without any price.
        undated: Lines without a date, counted as in force.
        past_limitation: Lines sold longer before the day of the check than the limitation period (reading).
        cost_missing: On the net basis, priced lines without a cost, for which the gross money is used.
        unsold: Lines of stock not yet sold; none of their money is counted.
        stock_blocked: Value of the stock not yet sold that an order to stop would block.
        reaches_threshold: Whether the illegal gains reach ¥100,000 (the fine is a multiple of them).
        provisions: Ids of the versions of the law applied to the sales (one, unless the law changed between them).
    """

    case: str
    scenario: Scenario
    basis: GainsBasis
    lines: int
    illegal_gains: Decimal
    confiscation: Decimal
    fine_min: Decimal
    fine_max: Decimal
    total_min: Decimal
    total_max: Decimal
    before_2026: Decimal
    measures: tuple[str, ...] = ()
    other_law: tuple[dict[str, str], ...] = ()
    unpriced: int = 0
    undated: int = 0
    past_limitation: int = 0
    cost_missing: int = 0
    unsold: int = 0
    stock_blocked: Decimal = Decimal("0.00")
    reaches_threshold: bool = False
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exposure:
    """All cases of a check, and what a reader must know about them.

    Attributes:
        cases: Ordered by case, scenario, basis.
        notes: What a reader must know: merged sellers, unpriced and undated lines, refunds, limitation …
        lines: The held and review lines with their money, see ``checker.article63.gains.GAINS_COLUMNS``;
            the index is that of the lines checked. None when nothing was assessed.
        folded: Their figures, those that only their money tells apart put together.
        law: The law applied, None when nothing was assessed.
        as_of: The day of the check, None when nothing was assessed.
        case_by: What makes one case.
        threshold_rule: The reading of several thresholds (``all`` or ``any``) that the verdicts rest on.
    """

    cases: tuple[Case, ...] = ()
    notes: tuple[Remark, ...] = ()
    lines: "pd.DataFrame | None" = field(default=None, compare=False, repr=False)
    folded: "Figures | None" = field(default=None, compare=False, repr=False)
    law: Law | None = field(default=None, compare=False, repr=False)
    as_of: date | None = None
    case_by: CaseBy = "seller"
    threshold_rule: str = "all"
