"""``checker decide``: persons' decisions taken into the store, listed, revoked."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from checker.cli import register_text as text
from checker.cli.options import parse_outputs
from checker.cli.register import Outputs, Store
from checker.errors import UsageError

if TYPE_CHECKING:
    from checker.decisions.decision import Decision
    from checker.decisions.record import Intake, Record

FORMATS = ("terminal", "json")

Filled = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]", help="The attention sheet of an xlsx report, filled in; or any table with its columns."
    ),
]
List = Annotated[bool, typer.Option("--list", help="Show the decisions in force.")]
History = Annotated[bool, typer.Option("--history", help="Show every decision ever recorded, and what became of it.")]
Revoke = Annotated[
    int | None, typer.Option("--revoke", metavar="N", min=1, help="Revoke decision N; the revocation is recorded too.")
]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who revokes.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why it is revoked.")]


def decide(
    filled: Filled = None,
    *,
    list_: List = False,
    history: History = False,
    revoke: Revoke = None,
    by: By = "",
    reason: Reason = "",
    store: Store = None,
    output: Outputs = None,
) -> int:
    """Take a reviewer's decisions into the store, where every later check finds them; or list or revoke them.

    A decision holds for one maker, model, version, set of categories and edition of the Directory, up to its last day. A
    newer one about the same product supersedes it. Nothing on record is ever changed or deleted, and taking in the same
    file twice changes nothing. A wrong file exits 68 and nothing of it is recorded.
    """
    wishes = [filled is not None, list_, history, revoke is not None]
    if sum(wishes) != 1:
        raise UsageError("decide_one_thing")
    if revoke is None and (by or reason):
        raise UsageError("decide_revoke_only")
    outputs = parse_outputs(output or ("terminal",), FORMATS, [filled] if filled else [])

    from checker.decisions import record  # noqa: PLC0415 - loads pandas

    answer: Any
    if filled is not None:
        intake = record.record_decisions(filled, store)
        lines, answer = word_intake(intake, filled), list_intake(intake)
    elif revoke is not None:
        if not (by.strip() and reason.strip()):
            raise UsageError("decide_revoke_how")
        revoked = record.revoke_decision(revoke, by=by.strip(), reason=reason.strip(), store=store)
        lines, answer = word_record(revoked), describe_record(revoked)
    else:
        records = [one for one in record.list_records(store) if history or one.standing == "in_force"]
        lines = [line for one in records for line in word_record(one)] or [text.word("decide_none")]
        answer = [describe_record(one) for one in records]
    for wanted in outputs:
        if wanted.format == "json":
            text.write_json(answer, wanted.path)
        else:
            text.write_lines(lines, wanted.path)
    return 0


def word_intake(intake: "Intake", path: Path) -> list[str]:
    """Return what taking in a file did, a line each."""
    counts = {"found": intake.found, "recorded": len(intake.recorded), "known": len(intake.known), "file": path.name}
    lines = [text.word("decide_taken", **counts)]
    for one in intake.recorded:
        lines.append(_word_decision(one))
        if one.until < datetime.now(tz=UTC).date():
            lines.append(f"  {text.word('decide_expired')}")
    lines += [
        text.word("decide_supersedes", number=one.decision.number, by=one.superseded_by) for one in intake.superseded
    ]
    lines += [
        text.word(f"decide_known_{one.standing}", number=one.decision.number, by=one.superseded_by)
        for one in intake.known
        if one.standing != "in_force"
    ]
    return lines


def list_intake(intake: "Intake") -> dict[str, Any]:
    """Return what taking in a file did, for JSON."""
    return {
        "found": intake.found,
        "recorded": [one.number for one in intake.recorded],
        "superseded": [one.decision.number for one in intake.superseded],
        "known": [{"number": one.decision.number, "standing": one.standing} for one in intake.known],
    }


def word_record(one: "Record") -> list[str]:
    """Return a record for people: the decision, where it came from, and what became of it."""
    lines = [_word_decision(one.decision), f"  {text.word('decide_recorded', recorded=one.recorded, file=one.file)}"]
    if one.superseded_by:
        lines.append(f"  {text.word('decide_superseded', number=one.superseded_by)}")
    if one.revoked:
        facts = {"revoked": one.revoked, "by": one.revoked_by, "reason": one.revoked_reason}
        lines.append(f"  {text.word('decide_revoked', **facts)}")
    if one.standing == "in_force" and one.decision.until < datetime.now(tz=UTC).date():
        lines.append(f"  {text.word('decide_expired')}")
    return lines


def describe_record(one: "Record") -> dict[str, Any]:
    """Return a record for JSON."""
    decision = one.decision
    return {
        "number": decision.number,
        "kind": decision.kind,
        **{name: getattr(decision, name) for name in ("manufacturer", "model", "version", "sku")},
        "categories": list(decision.categories),
        **{name: getattr(decision, name) for name in ("edition", "reason", "by")},
        "until": decision.until.isoformat(),
        "certificate": decision.certificate or None,
        "place": decision.place,
        **{name: getattr(one, name) for name in ("file", "sha256", "recorded", "standing", "superseded_by")},
        **{name: getattr(one, name) or None for name in ("revoked", "revoked_by", "revoked_reason")},
    }


def _word_decision(one: "Decision") -> str:
    facts = {
        "number": one.number,
        "product": " ".join(filter(None, (one.manufacturer, one.model, one.version, one.sku))),
        "categories": " ".join(one.categories) or "—",
        "edition": one.edition,
        "reason": one.reason,
        "by": one.by,
        "until": one.until,
        "kind": text.word(f"decide_kind_{one.kind}", certificate=one.certificate),
    }
    return text.word("decide_line", **facts)
