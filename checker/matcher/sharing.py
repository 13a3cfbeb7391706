"""Products that differ only in what decides nothing share one decision.

Most model numbers are like that: no term, no family and no figure stands in them, and the product name decides. Where it
does alone, the technical data make no difference either.
"""

from checker.matcher.bounds import is_silent_on_bounds
from checker.matcher.combinations import find_combination
from checker.matcher.decision import Decisions
from checker.matcher.figures import read_figures
from checker.matcher.naming import Cell, Naming

READ_BY_CLAUSE = frozenset({"E01", "E02", "E04"})
"""Categories whose figures are read clause by clause, so that those of one cell do not depend on another's text."""


def is_silent(naming: Naming) -> bool:
    """Whether nothing in a line's model cell takes part in what the line is taken to be, figures aside."""
    return (
        bool(naming.name.normal)
        and not naming.in_context
        and not naming.model.hits
        and (naming.family is None or naming.family.field == "name")
        and find_combination(naming.model) is None
    )


def adds_no_figure(model: Cell, decisions: Decisions) -> bool:
    """Whether a model cell has no part in how the thresholds stand that a decision compared."""
    return all(
        category.id in READ_BY_CLAUSE
        and not read_figures(model.normal, category.id)
        and is_silent_on_bounds(category.id, model.normal, model.marked)
        for category, _ in decisions.outcomes
    )
