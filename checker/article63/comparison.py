"""The readings of every case side by side, none of them called the answer."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import localcontext

from checker.article63.cases import Exposure
from checker.article63.choices import split_cases
from checker.article63.crossings import Crossing, find_crossings
from checker.article63.penalty import DIGITS
from checker.article63.readings import ReadingFigure, figure_reading, list_readings


@dataclass(frozen=True)
class Comparison:
    """All readings of one case.

    Attributes:
        case: Name of the case.
        figures: One per reading that can differ, the default reading first.
        crossings: The choices that carry the case over the threshold, with the lines that tip it.
    """

    case: str
    figures: tuple[ReadingFigure, ...]
    crossings: tuple[Crossing, ...]


def compare_readings(exposure: Exposure, cases: Collection[str] | None = None) -> tuple[Comparison, ...]:
    """Return every reading of every case (or of the cases named), in order of their names."""
    if exposure.lines is None or exposure.folded is None or exposure.law is None:
        return ()
    comparisons = []
    with localcontext(prec=DIGITS):
        for name, folded in split_cases(exposure.folded, cases):
            readings = list_readings(folded, threshold_rule=exposure.threshold_rule, case_by=exposure.case_by)
            figures = tuple(figure_reading(folded, reading, exposure.law) for reading in readings)
            crossings = find_crossings(name, figures, exposure.lines, exposure.law)
            comparisons.append(Comparison(name, figures, crossings))
    return tuple(comparisons)
