"""A person's recorded decision about one product, and what became of it in one check."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["not_in_scope", "covered", "accepted", "uncertified"]
"""``not_in_scope``: the Directory does not cover it. ``covered``: the certificate named covers it. ``accepted``: the risk is
taken until a day. ``uncertified``: it has no certificate, so do not ask again."""

State = Literal["applied", "expired", "unused", "contradicted", "other_edition"]


@dataclass(frozen=True)
class Decision:
    """One decision, bound to maker, model, version, categories and edition of the Directory.

    Attributes:
        kind: What was decided.
        manufacturer: Maker as in the inventory.
        model: Model as in the inventory; the product name where the inventory has no model.
        version: Version as in the inventory, ``""`` when it has none.
        categories: Categories that the line was in or might be in when the decision was made.
        edition: Edition of the Directory that it was made under.
        reason: Why, in the person's words.
        by: Who decided.
        until: Last day on which it counts.
        certificate: Number of the covering certificate; only for ``covered``.
        place: Where it was recorded, e.g. ``decisions.xlsx 待处理!7``.
    """

    kind: Kind
    manufacturer: str
    model: str
    version: str
    categories: tuple[str, ...]
    edition: str
    reason: str
    by: str
    until: date
    certificate: str = ""
    place: str = ""


@dataclass(frozen=True)
class DecisionUse:
    """What became of a decision in a check.

    Attributes:
        decision: The decision.
        state: ``applied`` to at least one line; ``expired`` before the day of the check; ``unused``, no line in question is its
            product; ``contradicted`` by a list; ``other_edition`` of the Directory than it was made under.
        lines: Lines whose verdict it settled.
        contradicted: Lines of its product on which a list contradicts it, so that it was not applied there.
    """

    decision: Decision
    state: State
    lines: int = 0
    contradicted: int = 0
