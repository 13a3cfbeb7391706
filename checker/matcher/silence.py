"""Lines in which no known word and no known family says what the thing is.

A name in words that security products do not go without is doubtful; a name in other words names something else. A
bare designation is doubtful, unless its maker is known for other things only.
"""

import re

from checker.matcher.findings import Scope
from checker.matcher.knowledge import Knowledge
from checker.matcher.naming import Cell, Naming
from checker.messages import Remark

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"(?<![a-z0-9])[a-z]{3,}(?![a-z0-9])")
SPANS = ("with", "for", "generic", "noun", "attribute", "plain", "hint")


def decide_unnamed(naming: Naming, knowledge: Knowledge) -> tuple[Scope, Remark]:
    """Return scope and reason of a line that nothing known names."""
    cell = naming.name if naming.name.normal else naming.model if naming.model.normal else naming.specification
    facts = {"text": cell.text}
    evidence = {"field": cell.field, "text": cell.text}
    hint = next((hit.term.text for each in naming.cells[:2] for hit in each.hits if hit.term.kind == "hint"), "")
    if hint:
        return "undetermined", Remark("scope_hint", {**facts, "term": hint}, {**evidence, "entry": hint})
    security = naming.makers & knowledge.families.security_makers
    if security:
        maker = {"maker": naming.product.manufacturer or next(iter(sorted(security)))}
        return "undetermined", Remark("scope_unknown_of_security_maker", facts | maker, evidence)
    if naming.makers and naming.makers <= knowledge.families.other_makers:
        return "out", Remark("scope_unknown_of_other_maker", facts | {"maker": naming.product.manufacturer}, evidence)
    if _is_described(cell):
        return "out", Remark("scope_unknown_words", facts, evidence)
    return "undetermined", Remark("scope_unknown_designation", facts, evidence)


def _is_described(cell: Cell) -> bool:
    """Whether a cell has words beside those of the vocabulary, so that it names something unknown to it."""
    rest = cell.marked
    for hit in cell.hits:
        rest = rest[: hit.start] + " " * (hit.end - hit.start) + rest[hit.end :]
    if len(HAN.findall(rest)) >= 2:
        return True
    return len(LATIN_WORD.findall(rest)) >= 2
