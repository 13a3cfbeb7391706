"""What one provision puts on illegal gains: confiscation and the range of the fine."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from checker.article63.statutes import Provision

FEN = Decimal("0.01")
ZERO = Decimal("0.00")
DIGITS = 200
"""Working precision: far beyond any sum of money, so that nothing is rounded before the end."""


@dataclass(frozen=True)
class Penalty:
    """The range for one amount of illegal gains, in yuan to the fen.

    Attributes:
        illegal_gains: 违法所得, never below zero.
        confiscation: What is confiscated: the illegal gains.
        fine_min: Lower end of the fine.
        fine_max: Upper end of the fine.
        reaches_threshold: Whether the gains fall in the row of multiples (十万元以上).
    """

    illegal_gains: Decimal
    confiscation: Decimal
    fine_min: Decimal
    fine_max: Decimal
    reaches_threshold: bool

    @property
    def total_min(self) -> Decimal:
        """Confiscation and lowest fine."""
        return self.confiscation + self.fine_min

    @property
    def total_max(self) -> Decimal:
        """Confiscation and highest fine."""
        return self.confiscation + self.fine_max


NOTHING = Penalty(ZERO, ZERO, ZERO, ZERO, reaches_threshold=False)
"""Where no sale falls under the provision there is nothing to confiscate and nothing to fine."""


def penalty(gains: Decimal, provision: Provision) -> Penalty:
    """Return what a provision puts on illegal gains (网络安全法 art. 63, 密码法 art. 36).

    Args:
        gains: Illegal gains in yuan, any precision; negative counts as none (没有违法所得).
        provision: The penalty in force.
    """
    with localcontext(prec=DIGITS):
        settled = _round(gains) if gains > 0 else ZERO
        if not provision.reached_by(settled):
            return Penalty(
                settled, settled, _round(provision.below_min), _round(provision.below_max), reaches_threshold=False
            )
        fine_min, fine_max = _round(settled * provision.multiple_min), _round(settled * provision.multiple_max)
        return Penalty(settled, settled, fine_min, fine_max, reaches_threshold=True)


def add_up(penalties: Sequence[Penalty]) -> Penalty:
    """Return the sum of several penalties (of versions of the law, or of cases); of none, nothing."""
    if not penalties:
        return NOTHING
    return Penalty(
        sum((part.illegal_gains for part in penalties), ZERO),
        sum((part.confiscation for part in penalties), ZERO),
        sum((part.fine_min for part in penalties), ZERO),
        sum((part.fine_max for part in penalties), ZERO),
        reaches_threshold=any(part.reaches_threshold for part in penalties),
    )


def round_to_fen(money: Decimal) -> Decimal:
    """Return yuan rounded half up to the fen."""
    with localcontext(prec=DIGITS):
        return _round(money)


def _round(money: Decimal) -> Decimal:
    return money.quantize(FEN, rounding=ROUND_HALF_UP)
