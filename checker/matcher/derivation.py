"""How the scope of one line came about, step by step, for a person to follow."""

from collections.abc import Mapping
from typing import NamedTuple

from checker.matcher.decision import Decisions, decide_product, text_of
from checker.matcher.editions import Edition
from checker.matcher.figures import read_figures
from checker.matcher.knowledge import Knowledge
from checker.matcher.naming import Naming, Product, Reader
from checker.matcher.text import END
from checker.matcher.thresholds import join_states, shown
from checker.messages import Remark


class Derivation(NamedTuple):
    """A line's decision with everything that led to it.

    Attributes:
        steps: What was done, in order.
        decisions: The decision under both readings.
    """

    steps: tuple[Remark, ...]
    decisions: Decisions


def derive_scope(cells: Mapping[str, str], knowledge: Knowledge) -> Derivation:
    """Return the whole derivation of one line's scope.

    Args:
        cells: The line's cells by column; ``manufacturer``, ``product_name``, ``model`` and ``specification`` are
            looked at, absent ones count as empty.
        knowledge: Directory, vocabulary, families and makers.
    """
    product = Product(*(cells.get(field, "") or "" for field in Product._fields))
    naming = Reader(knowledge).read(product)
    decisions = decide_product(naming, knowledge, Edition(knowledge.directory))
    steps = [*_show_cells(naming), *_show_family(naming), *_show_figures(naming, decisions)]
    steps += decisions.together.reasons
    steps += _show_thresholds(decisions)
    for rule, decision in (("all", decisions.together), ("any", decisions.alone)):
        facts = {"rule": rule, "scope": decision.scope, "categories": "、".join(decision.categories) or "—"}
        steps.append(Remark("scope_step_conclusion", facts))
    return Derivation(tuple(steps), decisions)


def _show_cells(naming: Naming) -> list[Remark]:
    steps = []
    for cell in naming.cells:
        if not cell.normal:
            continue
        evidence = {"field": cell.field, "text": cell.text}
        steps.append(Remark("scope_step_normalised", {"field": cell.field, "normal": cell.normal}, evidence))
        hits = "; ".join(
            f"{cell.marked[hit.start : hit.end].replace(END, ' ').strip()} = {hit.term.kind} {'|'.join(hit.term.categories)}".strip()
            for hit in cell.hits
        )
        steps.append(Remark("scope_step_terms", {"field": cell.field, "terms": hits or "—"}, evidence))
        reading = cell.reading
        facts = {
            "field": cell.field,
            "kind": reading.kind or "—",
            "head": reading.head or "—",
            "categories": "、".join(reading.categories) or "—",
            "modifiers": "、".join(reading.modifiers) or "—",
        }
        steps.append(Remark("scope_step_reading", facts, evidence))
    return steps


def _show_family(naming: Naming) -> list[Remark]:
    makers = "、".join(sorted(naming.makers)) or "—"
    steps = [
        Remark("scope_step_makers", {"makers": makers}, {"field": "manufacturer", "text": naming.product.manufacturer})
    ]
    if naming.family is None:
        return [*steps, Remark("scope_step_no_family")]
    family = naming.family.family
    facts = {"text": naming.family.text, "family": family.name, "settles": family.settles, "pattern": family.pattern}
    return [*steps, Remark("scope_step_family", facts, {"field": naming.family.field, "source": family.source})]


def _show_figures(naming: Naming, decisions: Decisions) -> list[Remark]:
    steps = []
    for category, _ in decisions.outcomes:
        for figure in read_figures(text_of(naming), category.id):
            facts = {"quantity": figure.quantity, "value": shown(figure.quantity, figure.value), "level": figure.level}
            steps.append(Remark("scope_step_figure", {**facts, "text": figure.text}, {"text": figure.text}))
    return steps


def _show_thresholds(decisions: Decisions) -> list[Remark]:
    steps = []
    for category, outcomes in decisions.outcomes:
        states = [outcome.state for outcome in outcomes]
        facts = {
            "category": category.id,
            "states": "; ".join(f"{outcome.threshold.text}: {outcome.state}" for outcome in outcomes),
            "all": join_states(states, "all"),
            "any": join_states(states, "any"),
        }
        steps.append(Remark("scope_step_thresholds", facts, {"entry": category.scope_zh}))
    return steps
