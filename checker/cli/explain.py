"""``checker explain``: every step of one line's decision, or what a code means."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli.check import AsOf, Columns, Decisions, Edition, Language, Order, Registers, Rule, Store, build_request
from checker.cli.console import reader_language
from checker.cli.options import parse_day, parse_pairs
from checker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.explanation import Explanation
    from checker.messages import Language as Tongue

Subject = Annotated[
    str, typer.Argument(metavar="INVENTORY|CODE", help="An inventory; or a reason code or exit code to be explained.")
]
Place = Annotated[str | None, typer.Argument(metavar="[SHEET!ROW]", help="The line, as reports name it.")]


def explain(
    subject: Subject,
    place: Place = None,
    *,
    register: Registers = None,
    store: Store = None,
    as_of: AsOf = None,
    directory: Edition = None,
    threshold_rule: Rule = None,
    column: Columns = None,
    date_order: Order = None,
    decisions: Decisions = None,
    lang: Language = None,
) -> int:
    """Print every step of one line's decision, or what a reason code or an exit code means."""
    language: Tongue = lang.value if lang else reader_language()
    if place is None:
        typer.echo(describe_code(subject, language))
        return 0
    options = {
        "register": register,
        "store": store,
        "as-of": parse_day(as_of, "--as-of") if as_of else None,
        "directory": directory,
        "threshold-rule": threshold_rule,
        "column": parse_pairs(column or (), "--column"),
        "date-order": date_order,
        "decisions": decisions,
    }
    from checker.cli.configuration import settle  # noqa: PLC0415 - keeps --help light
    from checker.explanation import explain_line  # noqa: PLC0415 - loads pandas

    request = build_request([Path(subject)], settle(options, Path(subject)).settings, {})
    for text in word_explanation(explain_line(request, place), language):
        typer.echo(text)
    return 0


def describe_code(code: str, language: "Tongue") -> str:
    """Return what a reason code or an exit code says, and more about it.

    Raises:
        UsageError: There is no such code.
    """
    from checker.messages import messages  # noqa: PLC0415 - reads every message

    known = messages()
    message = known.get(code) or known.get(f"exit_{code}") or known.get(f"set_aside_{code}")
    if message is None:
        from rapidfuzz import process  # noqa: PLC0415 - only for a wrong code

        nearest, *_ = process.extractOne(code, list(known))
        raise UsageError("explain_no_such_code", wrong=code, nearest=nearest)
    parts = (
        (message.zh, message.about_zh, message.next_zh)
        if language == "zh"
        else (message.en, message.about_en, message.next_en)
    )
    return "\n".join(filter(None, (f"{code}:", *parts)))


def word_explanation(explanation: "Explanation", language: "Tongue") -> "Iterator[str]":
    """Yield the lines of an explanation; control characters of cells are made visible."""
    from checker.messages import messages  # noqa: PLC0415 - loaded by now
    from checker.report.safety import clean_line  # noqa: PLC0415 - likewise

    def say(code: str, **facts: object) -> str:
        return messages()[code].word(language, facts)

    yield clean_line(explanation.place)
    yield f"\n{say('explain_cells')}"
    yield from (f"  {name}: {clean_line(text)}" for name, text in explanation.cells.items())
    yield from (f"  ! {clean_line(getattr(problem, language))}" for problem in explanation.problems)
    yield f"\n{say('explain_scope')}"
    for number, step in enumerate(explanation.scope, start=1):
        yield f"  {number}. {clean_line(getattr(step, language))}"
    certificate = explanation.certificate
    yield f"\n{say('explain_certificate')}"
    yield f"  {clean_line(say('explain_lists', lists='、'.join(explanation.lists) or '—'))}"
    stated = {
        "maker": certificate.maker or "—",
        "models": " | ".join(certificate.models) or "—",
        "versions": " | ".join(certificate.versions) or "—",
        "declared": certificate.declared,
    }
    yield f"  {clean_line(say('explain_stated', **stated))}"
    if not certificate.considered:
        yield f"  {say('explain_none_considered')}"
    for one in certificate.considered:
        facts = {
            name: getattr(one, name) or "—"
            for name in (
                "number",
                "maker",
                "listed",
                "place",
                "model",
                "maker_relation",
                "version",
                "standing",
                "outcome",
            )
        }
        yield f"  {'→' if one.taken else '·'} {clean_line(say('explain_considered', **facts))}"
        yield from (f"      {clean_line(getattr(reason, language))}" for reason in one.reasons)
    yield f"\n{say('explain_verdict')}: {explanation.verdict}"
    yield from (f"  · {clean_line(getattr(reason, language))}" for reason in explanation.reasons)
