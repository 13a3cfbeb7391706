"""A person's recorded decision about one product, and what became of it in one check."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["not_in_scope", "covered", "accepted", "uncertified"]
"""``not_in_scope``: the Directory does not cover it. ``covered``: the certificate named covers it. ``accepted``: the risk is
taken until a day. ``uncertified``: it has no certificate, so do not ask again."""

State = Literal["applied", "contradicted", "overruled", "unneeded", "unused", "expired", "other_edition"]
"""What may become of a decision in one check, see :class:`DecisionUse`."""


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
        place: Where it was recorded, e.g. ``decisions.xlsx 待处理!F7``.
        sku: SKU as in the inventory, only where it has no model: a name alone does not tell products apart. ``""`` for any.
        number: Its number in the store, None for a decision that a file brought to this check only.
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
    sku: str = ""
    number: int | None = None


@dataclass(frozen=True)
class DecisionFile:
    """The file of decisions that a check was given beside the store.

    Attributes:
        name: As given.
        sha256: Of its bytes.
    """

    name: str
    sha256: str


@dataclass(frozen=True)
class DecisionUse:
    """What became of a decision in a check.

    Attributes:
        decision: The decision.
        state: ``contradicted`` by a list on at least one line; else ``applied`` to at least one line; else ``overruled``, another
            decision settled its lines; ``unneeded``, no line of its product is in question any more; ``unused``, no line is of its
            product. ``expired`` before the day of the check; ``other_edition`` of the Directory than it was made under.
        lines: Lines whose verdict it settled.
        contradicted: Lines of its product on which a list contradicts it, so that it was not applied there.
        overruled: Lines that another decision settled instead.
        unneeded: Lines of its product that are in order without it.
        waiting: Lines in question of its product that it no longer settles, being expired or of another edition.
    """

    decision: Decision
    state: State
    lines: int = 0
    contradicted: int = 0
    overruled: int = 0
    unneeded: int = 0
    waiting: int = 0


COUNTS = ("lines", "contradicted", "overruled", "unneeded", "waiting")
"""Counts of lines of a :class:`DecisionUse`."""


def judge_use(decision: Decision, counts: Mapping[str, int], *, edition: str, as_of: date) -> DecisionUse:
    """Return what became of a decision, from its counts of lines, on a day and under an edition of the Directory."""
    state: State = "unused"
    if decision.until < as_of:
        state = "expired"
    elif decision.edition != edition:
        state = "other_edition"
    elif counts["contradicted"]:
        state = "contradicted"
    elif counts["lines"]:
        state = "applied"
    elif counts["overruled"]:
        state = "overruled"
    elif counts["unneeded"]:
        state = "unneeded"
    return DecisionUse(decision, state, **{name: counts[name] for name in COUNTS})


def join_uses(parts: Iterable[tuple[DecisionUse, ...]], *, edition: str, as_of: date) -> tuple[DecisionUse, ...]:
    """Return what became of each decision in a check that was made in parts, every part with the same decisions."""
    joined = []
    for uses in zip(*parts, strict=True):
        counts = {name: sum(getattr(use, name) for use in uses) for name in COUNTS}
        joined.append(judge_use(uses[0].decision, counts, edition=edition, as_of=as_of))
    return tuple(joined)
