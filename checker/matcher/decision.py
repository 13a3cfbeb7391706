"""The scope of one product: in, out or undetermined, under both readings of the thresholds, with the reasons.

The name decides what sort of thing it is; a family says what a designation stands for; the technical data speak where
both are silent. Where they contradict each other, nothing is let off without a person having looked.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from checker.loader.directory import Category
from checker.matcher.bounds import find_bounds
from checker.matcher.combinations import Combination, find_combination
from checker.matcher.editions import Edition
from checker.matcher.figures import read_figures
from checker.matcher.findings import Scope, ThresholdRule
from checker.matcher.knowledge import Knowledge
from checker.matcher.naming import Cell, Naming
from checker.matcher.roles import PARTS, TOGETHER
from checker.matcher.silence import decide_unnamed, find_hint, is_described
from checker.matcher.text import mark
from checker.matcher.thresholds import Outcome, compare_thresholds, join_states
from checker.messages import Remark
from checker.resources import read_rows

SOLD_APART = frozenset({"licence", "module", "provision"})


class Ruling(NamedTuple):
    """What was decided, before the thresholds and the edition are looked at.

    Attributes:
        scope: In, out, undetermined, or ``figures`` when the thresholds of ``categories`` decide.
        categories: Categories as the vocabulary and the families name them.
        remarks: Why.
        doubtful: With ``figures``: categories that stay in doubt whatever the figures say.
        unless_met: With ``figures``: thresholds of which nothing is known count as not met.
    """

    scope: str
    categories: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    doubtful: tuple[str, ...] = ()
    unless_met: bool = False


class Decision(NamedTuple):
    """Scope, categories and reasons under one reading of the thresholds."""

    scope: Scope
    categories: tuple[str, ...]
    reasons: tuple[Remark, ...]


class Decisions(NamedTuple):
    """The decision under both readings.

    Attributes:
        together: With all thresholds of a category together.
        alone: With each threshold alone.
        by_name: Name and family alone decided; the technical data were not looked at.
        outcomes: How each threshold stood that was compared.
    """

    together: Decision
    alone: Decision
    by_name: bool = False
    outcomes: tuple[tuple[Category, tuple[Outcome, ...]], ...] = ()


@cache
def software_kinds() -> frozenset[str]:
    """Return the kinds of families that are software, so that a subscription is the product itself."""
    return frozenset(row["kind"] for row in read_rows("vocabulary", "software_kinds.csv"))


def decide_product(naming: Naming, knowledge: Knowledge, edition: Edition) -> Decisions:
    """Return the decision for one product under both readings of the thresholds."""
    named = rule_by_name(naming, knowledge)
    ruling = edition.translate(named or _rule_by_description(naming, knowledge))
    compared = [category for category in ruling.categories if edition.thresholds(category)]
    if ruling.scope == "out" or not compared:
        scope: Scope = ruling.scope if ruling.scope != "figures" else "in"  # type: ignore[assignment]
        decision = Decision(scope, () if scope == "out" else ruling.categories, ruling.remarks)
        return Decisions(decision, decision, by_name=named is not None)
    outcomes = tuple(
        (edition.categories[category], _compare(naming, edition.categories[category])) for category in compared
    )
    return Decisions(_apply(ruling, outcomes, "all"), _apply(ruling, outcomes, "any"), outcomes=outcomes)


def rule_by_name(naming: Naming, knowledge: Knowledge) -> Ruling | None:
    """Return what the name and the family say, None where they leave it to the technical data."""
    cell = naming.decisive
    kind = cell.reading.kind
    if not any(part.normal for part in naming.cells):
        return Ruling("undetermined", (), (Remark("scope_nothing_to_read"),))
    if kind in PARTS or kind == "service":
        return _rule_part(cell, naming)
    if kind in SOLD_APART:
        return _rule_sold_apart(cell, naming, knowledge)
    if kind in ("broad", "doubtful") and cell.reading.modifiers:
        categories = cell.reading.modifiers
        return Ruling("in", categories, (_name_remark("scope_name_listed", cell, categories=categories),))
    if kind == "broad" and naming.family is not None and naming.family.owned and naming.family.family.telling:
        return _rule_family(naming, cell)
    if kind in ("category", "broad"):
        return _rule_family(naming, cell) if _begins_designation(cell, naming) else _rule_listed(cell, naming)
    if kind == "equipment":
        return _rule_equipment(cell, naming)
    if kind in ("other", "ordinary"):
        return _rule_unlisted(cell, naming)
    if naming.family is not None and naming.family.family.telling:
        return _rule_family(naming, cell)
    return None


def _rule_part(cell: Cell, naming: Naming) -> Ruling:
    family = naming.family
    controller = family is not None and "E04" in family.family.categories and family.family.settles != "out"
    if cell.reading.kind != "service" and (controller or _is_sold_with(cell, naming)):
        return _rule_family(naming, cell)
    code = "scope_service" if cell.reading.kind == "service" else "scope_part"
    return Ruling("out", (), (_name_remark(code, cell),))


def _is_sold_with(cell: Cell, naming: Naming) -> bool:
    """Whether a designation of what is, or may be, listed stands before the part and is joined to it: FG-60F + rack kit."""
    family = naming.family
    if family is None or not family.family.telling or family.family.settles not in ("in", "undetermined"):
        return False
    before, found, behind = cell.normal.partition(family.text)
    return bool(found) and not before and bool(TOGETHER.match(mark(behind.lstrip())))


def _rule_provision(cell: Cell, listed: tuple[str, ...]) -> Ruling:
    """Rule on what is let or run for the customer: article 25 speaks of selling or providing, GB 42250 of services too."""
    if listed:
        return Ruling("undetermined", listed, (_name_remark("scope_provided", cell, categories=listed),))
    return Ruling("out", (), (_name_remark("scope_service", cell),))


def _rule_sold_apart(cell: Cell, naming: Naming, knowledge: Knowledge) -> Ruling:
    family = naming.family
    settled = family is not None and family.family.telling and family.family.settles in ("in", "undetermined")
    categories = cell.reading.categories or (family.family.categories if family is not None and settled else ())
    listed = tuple(category for category in categories if category.startswith("P"))
    if (
        listed
        and family is not None
        and settled
        and family.family.kind in software_kinds()
        and cell.reading.kind == "licence"
    ):
        return _rule_family(naming, cell)
    if cell.reading.kind == "provision":
        return _rule_provision(cell, listed)
    if listed:
        return Ruling("undetermined", listed, (_name_remark(f"scope_{cell.reading.kind}", cell),))
    if family is not None and family.family.settles == "out":
        return _rule_family(naming, cell)
    if cell.reading.kind == "licence" and (find_hint(cell) or naming.makers & knowledge.families.security_makers):
        return Ruling("undetermined", (), (_name_remark("scope_licence_unnamed", cell),))
    return Ruling("out", (), (_name_remark("scope_part", cell),))


def _begins_designation(cell: Cell, naming: Naming) -> bool:
    """Whether the word is only the beginning of its maker's own designation: iDS-7716NXI records video, EDR-G903 is a firewall."""
    family = naming.family
    if family is None or not (family.owned and family.family.maker and family.family.telling):
        return False
    head = cell.reading.head
    return head.isascii() and family.text.startswith(f"{head}-") and cell.normal.startswith(family.text)


def _rule_listed(cell: Cell, naming: Naming) -> Ruling:
    categories = cell.reading.categories
    combination = find_combination(cell)
    if combination:
        categories = combination.categories
        remarks = [_combined_remark(cell, combination)]
    else:
        remarks = [_name_remark("scope_name_listed", cell, categories=categories)]
    family = naming.family
    if family is not None and family.owned and family.family.settles == "in":
        if set(family.family.categories) & set(categories):
            remarks.append(_family_remark("scope_family_listed", naming))
        elif set(family.family.also) & set(categories):
            categories = tuple(dict.fromkeys((*categories, *family.family.categories)))
            remarks.append(_family_remark("scope_family_listed", naming))
    return Ruling("in", categories, tuple(remarks))


def _rule_equipment(cell: Cell, naming: Naming) -> Ruling:
    family = naming.family
    remark = _name_remark("scope_name_equipment", cell, categories=cell.reading.categories)
    modifiers = cell.reading.modifiers
    if modifiers and "E03" in cell.reading.categories:
        return Ruling("in", modifiers, (_name_remark("scope_name_listed", cell, categories=modifiers),))
    if family is not None and family.owned and family.family.settles in ("in", "undetermined"):
        listed = tuple(found for found in family.family.categories if found.startswith("P"))
        if listed:
            doubt = _family_remark("scope_contradiction", naming)
            return Ruling("figures", cell.reading.categories, (remark, doubt), listed)
    if modifiers:
        doubt = _name_remark("scope_equipment_with_security", cell, categories=modifiers)
        return Ruling("figures", cell.reading.categories, (remark, doubt), modifiers)
    if family is not None and family.owned and family.family.telling and family.family.settles == "out":
        known = _family_remark("scope_family_unlisted", naming)
        return Ruling("figures", cell.reading.categories, (remark, known), unless_met=True)
    return Ruling("figures", cell.reading.categories, (remark,))


def _rule_unlisted(cell: Cell, naming: Naming) -> Ruling:
    family = naming.family
    if family is None or not family.family.telling:
        return Ruling("out", (), (_name_remark("scope_name_unlisted", cell),))
    first = family.field == "model" or cell.normal.startswith(family.text)
    if family.family.settles == "in" and family.owned and first:
        if cell.reading.kind == "ordinary":
            return _rule_family(naming, cell)
        remarks = (_name_remark("scope_name_unlisted", cell), _family_remark("scope_contradiction", naming))
        return Ruling("undetermined", family.family.categories, remarks)
    if family.family.settles in ("undetermined", "figures") and cell.reading.kind == "ordinary":
        return _rule_family(naming, cell)
    return Ruling("out", (), (_name_remark("scope_name_unlisted", cell),))


def _rule_family(naming: Naming, cell: Cell) -> Ruling:
    assert naming.family is not None  # noqa: S101 - callers have looked
    family = naming.family.family
    settles = family.settles
    remark = _family_remark(FAMILY_CODES[settles], naming)
    doubtful = cell.reading.kind == "doubtful"
    if settles == "out" and doubtful:
        categories = cell.reading.categories
        return Ruling("undetermined", categories, (_name_remark("scope_name_doubtful", cell, categories), remark))
    if naming.family.weak and (settles == "out" or (settles == "in" and is_described(cell, latin=False))):
        return Ruling("undetermined", family.categories, (_family_remark("scope_family_guessed", naming),))
    if settles == "out":
        return Ruling("out", (), (remark,))
    categories = family.categories
    if settles == "undetermined" and doubtful:
        categories = tuple(dict.fromkeys((*categories, *cell.reading.categories)))
    return Ruling(settles, categories, (remark,))


FAMILY_CODES = {
    "in": "scope_family_listed",
    "out": "scope_family_unlisted",
    "undetermined": "scope_family_doubtful",
    "figures": "scope_family_figures",
}


def _rule_by_description(naming: Naming, knowledge: Knowledge) -> Ruling:
    cell = naming.decisive
    described = naming.specification.reading
    if described.kind in ("category", "broad"):
        remark = _name_remark("scope_description_listed", naming.specification, categories=described.categories)
        return Ruling("in", described.categories, (remark,))
    if cell.reading.kind == "doubtful":
        categories = cell.reading.categories
        return Ruling("undetermined", categories, (_name_remark("scope_name_doubtful", cell, categories=categories),))
    combination = find_combination(naming.name) or find_combination(naming.model)
    if combination:
        return Ruling("in", combination.categories, (_combined_remark(cell, combination),))
    if described.kind == "equipment":
        remark = _name_remark("scope_name_equipment", naming.specification, categories=described.categories)
        return Ruling("figures", described.categories, (remark,))
    if described.kind == "doubtful":
        remark = _name_remark("scope_name_doubtful", naming.specification, categories=described.categories)
        return Ruling("undetermined", described.categories, (remark,))
    if described.kind:
        return Ruling("out", (), (_name_remark("scope_description_unlisted", naming.specification),))
    scope, remark = decide_unnamed(naming, knowledge)
    rest = naming.family.family.categories if naming.family is not None and scope == "undetermined" else ()
    return Ruling(scope, rest, (remark,))


def _compare(naming: Naming, category: Category) -> tuple[Outcome, ...]:
    marked = [naming.name.marked, naming.model.marked]
    if category.id == "E03":
        marked.append(naming.specification.marked)
    family = naming.family
    known = family.family.figures if family is not None and category.id in family.family.categories else {}
    bounds = find_bounds(category.id, text_of(naming), marked)
    name = family.family.name if family is not None else ""
    return compare_thresholds(category, read_figures(text_of(naming), category.id), known, name, bounds)


def text_of(naming: Naming) -> str:
    """Return all normalised texts of a line, as its figures are read from them."""
    return " ; ".join(cell.normal for cell in naming.cells if cell.normal)


def _apply(
    ruling: Ruling, outcomes: Iterable[tuple[Category, tuple[Outcome, ...]]], reading: ThresholdRule
) -> Decision:
    """Return the decision once the thresholds have been looked at."""
    states = {}
    remarks = list(ruling.remarks)
    for category, compared in outcomes:
        known = [outcome.state for outcome in compared]
        if ruling.unless_met:
            known = ["not_met" if state == "unknown" else state for state in known]
        states[category.id] = join_states(known, reading)
        remarks += [remark for outcome in compared for remark in outcome.remarks]
    listed = [found for found in ruling.categories if states.get(found, "met") == "met"]
    doubtful = [found for found in ruling.categories if states.get(found) == "unknown"] + list(ruling.doubtful)
    if ruling.scope == "undetermined":
        doubtful, listed = listed + doubtful, []
    if listed:
        return Decision("in", tuple(listed), tuple(remarks))
    if doubtful:
        return Decision("undetermined", tuple(dict.fromkeys(doubtful)), tuple(remarks))
    return Decision("out", (), tuple(remarks))


def _name_remark(code: str, cell: Cell, categories: Iterable[str] = ()) -> Remark:
    return _make_name_remark(code, cell.field, cell.text, cell.reading.head, "、".join(categories))


def _combined_remark(cell: Cell, combination: Combination) -> Remark:
    facts = {"text": cell.text, "term": combination.words, "categories": "、".join(combination.categories)}
    evidence = {"field": cell.field, "text": cell.text, "entry": combination.words, "source": "vocabulary"}
    return Remark("scope_name_combined", facts, evidence)


@lru_cache(maxsize=100_000)
def _make_name_remark(code: str, field: str, text: str, term: str, categories: str) -> Remark:
    """Return a remark on a cell; lines that share the cell share the remark."""
    facts = {"text": text, "term": term, "categories": categories}
    return Remark(code, facts, {"field": field, "text": text, "entry": term, "source": "vocabulary"})


def _family_remark(code: str, naming: Naming) -> Remark:
    assert naming.family is not None  # noqa: S101 - callers have looked
    match = naming.family
    family = match.family
    cell = naming.model if match.field == "model" else naming.name
    facts = {
        "text": match.text,
        "family": family.name,
        "maker": family.maker,
        "kind": family.kind,
        "categories": "、".join(family.categories),
    }
    evidence = {
        "field": cell.field,
        "text": cell.text,
        "entry": family.name,
        "source": f"{family.source} {family.date}".strip(),
    }
    return Remark(code, facts, evidence)
