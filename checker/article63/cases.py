"""Cases and their exposure under the law."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Scenario = Literal["found", "if_review_fails"]
GainsBasis = Literal["gross", "net"]


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
        before_2026: Money from the same products sold before the article was in force, shown apart.
        measures: Message codes of the orders that come or may come.
        other_law: Exposure under a second statute, as mappings for the report.
        unpriced: Lines counted without any price.
        undated: Lines without a date, counted as in force.
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


@dataclass(frozen=True)
class Exposure:
    """All cases of a check, ordered by case, scenario, basis; and what a reader must know about them."""

    cases: tuple[Case, ...] = ()
    notes: tuple[str, ...] = field(default=())
