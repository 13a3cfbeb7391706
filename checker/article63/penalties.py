"""What one provision puts on many cases at once: the same arithmetic as for one, on columns of money."""

from decimal import Decimal, localcontext

import numpy as np

from checker.article63.penalty import DIGITS, ZERO, Penalty, round_to_fen
from checker.article63.statutes import Provision
from checker.article63.totals import PER_YUAN

PER_FEN = PER_YUAN // 100
FEN_PER_YUAN = 100


def penalize(gains: np.ndarray, provision: Provision) -> tuple[Penalty, np.ndarray]:
    """Return the sum of what a provision puts on each of several cases, and which of them reach the threshold.

    Args:
        gains: Illegal gains of each case in millionths of a yuan; negative counts as none (没有违法所得).
        provision: The penalty in force.
    """
    with localcontext(prec=DIGITS):
        settled = settle(gains)
        reached = provision.reached_by(settled, FEN_PER_YUAN)
        multiplied = settled[reached]
        below = len(settled) - len(multiplied)
        total = _to_yuan(settled)
        penalty = Penalty(
            illegal_gains=total,
            confiscation=total,
            fine_min=_multiply(multiplied, provision.multiple_min) + below * round_to_fen(provision.below_min),
            fine_max=_multiply(multiplied, provision.multiple_max) + below * round_to_fen(provision.below_max),
            reaches_threshold=len(multiplied) > 0,
        )
    return penalty, reached


def settle(gains: np.ndarray) -> np.ndarray:
    """Return illegal gains, in millionths of a yuan, as whole fen rounded half up; none below zero."""
    return np.asarray((np.maximum(gains, 0) + PER_FEN // 2) // PER_FEN)


def _to_yuan(settled: np.ndarray) -> Decimal:
    return ZERO + Decimal(settled.sum() if settled.dtype == object else int(settled.sum())) / FEN_PER_YUAN


def _multiply(settled: np.ndarray, multiple: Decimal) -> Decimal:
    """Return the sum of multiples of amounts in whole fen, each rounded to the fen; whole multiples need no rounding."""
    if multiple == multiple.to_integral_value():
        return round_to_fen(_to_yuan(settled) * multiple)
    return sum((round_to_fen(Decimal(fen) / FEN_PER_YUAN * multiple) for fen in settled.tolist()), ZERO)
