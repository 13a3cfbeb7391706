"""What a statute is made of: articles as printed, penalties between two dates, readings, facts to document."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Article:
    """One article as printed.

    Attributes:
        number: Arabic number, e.g. ``63``.
        number_zh: As printed, e.g. ``第六十三条``.
        text: The exact text; ``……`` where only a part is quoted.
        gloss_en: An unofficial rendering.
        in_force_from: First day.
        in_force_to: Last day, None while in force.
    """

    number: str
    number_zh: str
    text: str
    gloss_en: str
    in_force_from: date
    in_force_to: date | None = None


@dataclass(frozen=True)
class Provision:
    """What one article puts on a violation, between two dates. Money in yuan.

    Attributes:
        id: Name in figures and reports, e.g. ``csl_63``.
        statute: Id of the statute.
        article: Number of the article with the penalty.
        duty_article: Number of the article with the duty.
        in_force_from: First day of sales it applies to.
        in_force_to: Last day, None while in force.
        threshold: From which illegal gains on the fine is a multiple of them.
        threshold_inclusive: Whether gains of exactly the threshold reach it (reading ``at_threshold``).
        below_min: Lowest fine below the threshold.
        below_max: Highest fine below the threshold.
        multiple_min: Lowest multiple from the threshold on.
        multiple_max: Highest multiple from the threshold on.
        fine_mandatory: 并处 (must) rather than 可以并处 (may).
        goods_confiscated: Whether the goods themselves are confiscated.
        categories: Directory categories it is limited to, empty for all.
        measures_always: Message codes of the orders that always come.
        measures_serious: Message codes of the orders reserved for serious cases.
        source: Id in ``directory_data/sources.csv``.
    """

    id: str
    statute: str
    article: str
    duty_article: str
    in_force_from: date
    in_force_to: date | None
    threshold: Decimal
    threshold_inclusive: bool
    below_min: Decimal
    below_max: Decimal
    multiple_min: Decimal
    multiple_max: Decimal
    fine_mandatory: bool
    goods_confiscated: bool
    categories: frozenset[str]
    measures_always: tuple[str, ...]
    measures_serious: tuple[str, ...]
    source: str

    def applies_on(self, day: date) -> bool:
        """Return whether the provision is in force on a day."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    @overload
    def reached_by(self, gains: Decimal, per_yuan: int = 1) -> bool: ...
    @overload
    def reached_by(self, gains: "np.ndarray", per_yuan: int = 1) -> "np.ndarray": ...
    def reached_by(self, gains: Any, per_yuan: int = 1) -> Any:
        """Return whether illegal gains, or each of an array, counted in so many to the yuan, fall in the row of multiples (十万元以上)."""
        threshold = self.threshold * per_yuan
        limit = int(threshold) if threshold == threshold.to_integral_value() else threshold
        return gains >= limit if self.threshold_inclusive else gains > limit


@dataclass(frozen=True)
class Statute:
    """One statute: its names, its articles and its penalties in order of their dates."""

    id: str
    title_zh: str
    short_zh: str
    title_en: str
    source: str
    articles: tuple[Article, ...]
    penalties: tuple[Provision, ...]


@dataclass(frozen=True)
class LawReading:
    """A choice that the law leaves: what is applied, what else is possible, and what it rests on.

    Attributes:
        id: Name in figures and reports.
        value: What the program applies.
        choices: All values that can be set.
        rests_on: Articles as ``statute/number``.
        set_by: The switch or file where it is changed.
        zh: The reading in Chinese.
        en: The reading in English.
    """

    id: str
    value: str
    choices: tuple[str, ...]
    rests_on: tuple[str, ...]
    set_by: str
    zh: str
    en: str


@dataclass(frozen=True)
class MitigationItem:
    """A fact to document: ``code`` words what to collect, ``clause`` is the exact part of ``article`` (``statute/number``).

    ``effect`` is ``refers``, ``lighter`` (应当从轻或者减轻), ``none`` (不予处罚) or ``possibly_none`` (可以不予处罚).
    """

    code: str
    article: str
    effect: str
    clause: str
