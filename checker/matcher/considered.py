"""Every certificate that was considered for one line, and why it was taken or not: what ``checker explain`` shows."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from checker.loader.register import Register
from checker.matcher.certificates import decide_cases, group_candidates, judge, make_reasons
from checker.matcher.evidence import CLASSES
from checker.matcher.makers import Makers
from checker.messages import Remark


@dataclass(frozen=True)
class Considered:
    """One certificate that was looked at for a line.

    Attributes:
        number: Its number as printed.
        maker: Its maker as printed.
        listed: Its model cell as printed.
        place: Where it stands, list and cell.
        model: Relation of the models, see :mod:`checker.matcher.relations`; ``near`` for a mere hint.
        maker_relation: Relation of the makers.
        version: Relation of the versions.
        standing: How it stood on the line's day, e.g. ``valid`` or ``expired``; ``""`` for a hint.
        outcome: What it alone makes of the line: certified, lapsed, review or none.
        taken: Whether it decided.
        reasons: Why, a remark for each step.
    """

    number: str
    maker: str
    listed: str
    place: str
    model: str
    maker_relation: str
    version: str
    standing: str
    outcome: str
    taken: bool
    reasons: tuple[Remark, ...]


@dataclass(frozen=True)
class Explanation:
    """How one line came to its certificate finding.

    Attributes:
        maker: The maker it was taken to name.
        models: The keys under which its model was looked up.
        versions: The versions it states.
        declared: What its certificate cell says: none, listed, unlisted or lookalike.
        considered: The certificates looked at, the deciding one first.
        finding: certified, lapsed, review or not_found.
        reasons: The reasons of the finding as reports give them.
    """

    maker: str
    models: tuple[str, ...]
    versions: tuple[str, ...]
    declared: str
    considered: tuple[Considered, ...]
    finding: str
    reasons: tuple[Remark, ...]


def explain_certificate(line: pd.DataFrame, register: Register, makers: Makers, as_of: date) -> Explanation:
    """Return every certificate considered for one line and why each was or was not taken.

    Args:
        line: Inventory lines of which there is one, see :func:`~checker.matcher.certificates.find_certificates`.
        register: The lists of certificates loaded.
        makers: Manufacturers' names.
        as_of: The day on which a line without a date is judged.

    Raises:
        ValueError: There is not exactly one line.
    """
    if len(line) != 1:
        message = f"one line is explained at a time, not {len(line)}"
        raise ValueError(message)
    judgement = judge(line, register, makers, as_of)
    decided = decide_cases(judgement, register.sources).iloc[0]
    reasons = make_reasons(judgement, register.sources)
    candidates = group_candidates(judgement.weighed).get(0, [])
    entries = judgement.entries
    considered = [
        Considered(
            **_printed(entries, candidate.entry),
            model=candidate.model,
            maker_relation=candidate.maker,
            version=candidate.version,
            standing=candidate.standing,
            outcome=CLASSES[candidate.grade],
            taken=place == 0 and CLASSES[candidate.grade] != "none",
            reasons=reasons.word_candidate(0, candidate),
        )
        for place, candidate in enumerate(candidates)
    ]
    for entry in judgement.nearby.values():
        hint = tuple(remark for remark in decided["reasons"] if remark.code == "certificate_near")
        considered.append(
            Considered(
                **_printed(entries, entry),
                model="near",
                maker_relation=makers.relate(judgement.related.lines[0].maker, str(entries.loc[entry, "maker"])),
                version="",
                standing="",
                outcome="none",
                taken=False,
                reasons=hint,
            )
        )
    stated = judgement.related.lines[0]
    return Explanation(
        maker=stated.maker,
        models=tuple(dict.fromkeys((*stated.keys, *stated.bare_keys))),
        versions=stated.versions,
        declared=judgement.related.declared[0].state,
        considered=tuple(considered),
        finding=str(decided["certificate_finding"]),
        reasons=decided["reasons"],
    )


def _printed(entries: pd.DataFrame, entry: int) -> dict[str, str]:
    row = entries.loc[entry]
    return {
        "number": str(row["number"]),
        "maker": str(row["maker"]),
        "listed": str(row["listed"]),
        "place": f"{row['source']}!{row['place']}",
    }
