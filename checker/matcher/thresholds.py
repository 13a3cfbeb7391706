"""Thresholds of the Directory against what a line and its family say: met, not met or unknown.

A figure of the whole system decides. A figure of one slot or port, or one that nothing names, can only show that a
threshold is met. What sort of device it is bounds what nobody states: a home router does not reach 12 Tbps.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from checker.loader.directory import Category, Threshold
from checker.matcher.bounds import Bound
from checker.matcher.figures import Figure
from checker.matcher.units import UNIT_KINDS, to_base
from checker.messages import Remark

State = Literal["met", "not_met", "unknown"]

BASE_UNITS = {
    "throughput": (Decimal(10) ** 12, "Tbps"),
    "forwarding_rate": (Decimal(10) ** 9, "Gpps"),
    "routes": (Decimal(10) ** 4, "万条"),
    "cpus": (Decimal(1), "个"),
    "cores": (Decimal(1), "个"),
    "memory": (Decimal(1), "GB"),
    "instruction_time": (Decimal("1e-6"), "µs"),
}


@dataclass(frozen=True)
class Outcome:
    """One threshold against what is known.

    Attributes:
        threshold: The Directory's threshold.
        state: Met, not met or unknown.
        remarks: Why.
    """

    threshold: Threshold
    state: State
    remarks: tuple[Remark, ...]


def compare_thresholds(
    category: Category, figures: Sequence[Figure], known: Mapping[str, Decimal], family: str, bounds: Iterable[Bound]
) -> tuple[Outcome, ...]:
    """Return how every threshold of a category stands.

    Args:
        category: The category with its thresholds.
        figures: Figures read from the line, in base units.
        known: The family's figures at maximum configuration, in base units.
        family: The family's name, for the reasons.
        bounds: What the sort of device settles.
    """
    settled = {bound.quantity: bound for bound in bounds}
    return tuple(
        _compare(threshold, figures, known.get(threshold.quantity), family, settled.get(threshold.quantity))
        for threshold in category.thresholds
    )


def _compare(
    threshold: Threshold, figures: Sequence[Figure], known: Decimal | None, family: str, bound: Bound | None
) -> Outcome:
    if threshold.quantity not in UNIT_KINDS:
        return Outcome(threshold, "unknown", (_remark("scope_threshold_unread", threshold),))
    own = [figure for figure in figures if figure.quantity == threshold.quantity]
    meeting = [figure for figure in own if meets(threshold, figure.value)]
    whole = [figure for figure in own if figure.level == "system"]
    if meeting:
        taken = _foremost(threshold, meeting)
        return Outcome(
            threshold, "met", (_figure_remark("scope_threshold_met", threshold, taken), *_others(own, taken))
        )
    if known is not None and meets(threshold, known):
        return Outcome(threshold, "met", (_known_remark("scope_family_figure_met", threshold, known, family),))
    if known is not None:
        return Outcome(threshold, "not_met", (_known_remark("scope_family_figure_not_met", threshold, known, family),))
    if whole:
        taken = _foremost(threshold, whole)
        remark = _figure_remark("scope_threshold_not_met", threshold, taken)
        return Outcome(threshold, "not_met", (remark, *_others(whole, taken)))
    if bound is not None and not meets(threshold, bound.value):
        return Outcome(threshold, "not_met", (_bound_remark(threshold, bound),))
    if own:
        return Outcome(
            threshold, "unknown", (_figure_remark("scope_threshold_part", threshold, _foremost(threshold, own)),)
        )
    return Outcome(threshold, "unknown", (_remark("scope_threshold_unknown", threshold),))


def join_states(states: Sequence[State], rule: Literal["all", "any"]) -> State:
    """Return the state of a category from those of its thresholds: together (``all``) or one alone (``any``)."""
    decisive: State = "not_met" if rule == "all" else "met"
    if decisive in states:
        return decisive
    if "unknown" in states:
        return "unknown"
    return "met" if rule == "all" else "not_met"


def meets(threshold: Threshold, value: Decimal) -> bool:
    """Whether a value in base units satisfies a threshold."""
    limit = _limit(threshold)
    return {
        ">=": value >= limit,
        ">": value > limit,
        "<=": value <= limit,
        "<": value < limit,
    }[threshold.comparison]


@cache
def _limit(threshold: Threshold) -> Decimal:
    return to_base(threshold.value, threshold.unit.casefold(), UNIT_KINDS[threshold.quantity])


def _foremost(threshold: Threshold, figures: Sequence[Figure]) -> Figure:
    """Return the figure that comes nearest to being listed: of two values never the one that lets the product off."""
    choose = max if threshold.comparison.startswith(">") else min
    return choose(figures, key=lambda figure: figure.value)


def _others(figures: Sequence[Figure], taken: Figure) -> tuple[Remark, ...]:
    """Return a remark when other values of the same quantity were passed over."""
    rest = dict.fromkeys(shown(figure.quantity, figure.value) for figure in figures if figure.value != taken.value)
    if not rest:
        return ()
    facts = {"taken": shown(taken.quantity, taken.value), "others": "、".join(rest)}
    return (Remark("scope_figure_chosen", facts, {"field": "specification", "text": taken.text}),)


def shown(quantity: str, value: Decimal) -> str:
    """Return a value in base units as the Directory would print it."""
    factor, unit = BASE_UNITS[quantity]
    return f"{_plain(value / factor)} {unit}"


def _plain(value: Decimal) -> str:
    rounded = round(value, 6)
    return format(rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize(), "f")


def _remark(code: str, threshold: Threshold) -> Remark:
    return Remark(code, {"threshold": threshold.text}, {"threshold": threshold.text})


def _figure_remark(code: str, threshold: Threshold, figure: Figure) -> Remark:
    facts = {"threshold": threshold.text, "value": shown(figure.quantity, figure.value), "text": figure.text}
    evidence = {"field": "specification", "text": figure.text, "threshold": threshold.text, "level": figure.level}
    return Remark(code, facts, evidence)


def _known_remark(code: str, threshold: Threshold, value: Decimal, family: str) -> Remark:
    facts = {"threshold": threshold.text, "value": shown(threshold.quantity, value), "family": family}
    return Remark(code, facts, {"threshold": threshold.text, "entry": family})


def _bound_remark(threshold: Threshold, bound: Bound) -> Remark:
    facts = {"threshold": threshold.text, "value": shown(bound.quantity, bound.value), "text": bound.text}
    evidence = {"text": bound.text, "threshold": threshold.text, "source": bound.source}
    return Remark("scope_bounded", facts, evidence)
