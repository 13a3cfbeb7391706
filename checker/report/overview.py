"""Sentences that several reports for people share: the account of rows and the basis."""

from collections import Counter
from typing import Any

from checker.matcher.findings import HELD_VERDICTS
from checker.messages import Language, messages
from checker.report.words import money, name_files, name_place, name_reason, word

MOST_CHANGES = 50
NAMED_PRODUCTS = 6
IDLE = ("unused",)
COUNTED = {
    "applied": "lines", "contradicted": "contradicted", "overruled": "overruled", "unneeded": "unneeded", "unused": "lines",
    "expired": "waiting", "other_edition": "waiting",
}  # fmt: skip
"""Which of its lines are told of a decision in each state."""
IN_QUESTION = (*HELD_VERDICTS, "review")

MOST_DECISIONS = 50
"""Decisions named in a report for people; the json report has them all."""


def summarise_rows(summary: dict[str, Any], language: Language) -> str:
    """Return the account of rows in one sentence."""
    return word(
        language,
        "rows",
        rows=f"{summary['rows_read']:,}",
        lines=f"{summary['lines']:,}",
        aside=f"{summary['set_aside']:,}",
    )


def describe_basis_lines(head: dict[str, Any], language: Language) -> list[str]:
    """Return what the result rests on, a sentence each."""
    basis, summary = head["basis"], head["summary"]
    directory = basis["directory"]
    sentences = [
        word(language, "basis_as_of", day=basis["as_of"]),
        word(
            language,
            "basis_directory",
            edition=directory["edition"],
            effective_from=directory["effective_from"],
            unchecked=directory["unchecked_rows"],
            rows=directory["rows"],
        ),
    ]
    if not basis["register"]:
        sentences.append(word(language, "basis_no_register"))
    sentences += [
        word(language, "basis_register", name=one["name"], retrieved=one["retrieved"], entries=f"{one['entries']:,}")
        for one in basis["register"]
    ]
    sentences.append(
        word(language, f"basis_threshold_{basis['threshold_rule']}", count=f"{summary['depends_on_reading']:,}")
    )
    if basis["rates"]:
        rates = ", ".join(f"{currency} {rate}" for currency, rate in basis["rates"].items())
        sentences.append(word(language, "basis_rates", rates=rates))
    reasons = count_set_aside(head)
    if reasons:
        counts = ", ".join(f"{name_reason(language, code)} {count:,}" for code, count in reasons.most_common())
        sentences.append(word(language, "basis_set_aside", counts=counts))
    if summary["lines_with_problems"]:
        sentences.append(word(language, "basis_problems", count=f"{summary['lines_with_problems']:,}"))
    sheets = [sheet for entry in head["inputs"] for sheet in entry["sheets"]]
    sentences += [note[f"text_{language}"] for sheet in sheets for note in sheet["notes"]]
    sentences += [
        word(language, "basis_unread_sheet", sheet=sheet["name"]) for sheet in sheets if sheet["looks_tabular"]
    ]
    return sentences


def count_set_aside(head: dict[str, Any]) -> Counter[str]:
    """Return how many rows were set aside for each reason."""
    return Counter(row["reason"] for entry in head["inputs"] for sheet in entry["sheets"] for row in sheet["set_aside"])


def word_decisions(head: dict[str, Any], language: Language) -> list[str]:
    """Return a sentence per decision on record, those that need a person first, at most ``MOST_DECISIONS``.

    Those of the store that concern no line of this check are only counted.
    """
    told = [one for one in head["decisions"] if one["state"] not in IDLE or one.get("number") is None]
    ordered = sorted(told, key=lambda one: one["state"] == "applied")
    sentences = [_word_decision(one, language) for one in ordered[:MOST_DECISIONS]]
    if left := len(ordered) - len(sentences):
        sentences.append(word(language, "decisions_more", count=f"{left:,}"))
    if idle := len(head["decisions"]) - len(told):
        sentences.append(word(language, "decisions_unused", count=f"{idle:,}"))
    return sentences


def _word_decision(one: dict[str, Any], language: Language) -> str:
    kind = messages()[f"decide_kind_{one['kind']}"].word(language, {"certificate": one["certificate"] or "—"})
    return word(
        language,
        "decision_line",
        product=" ".join(part for part in (one["manufacturer"], one["model"], one["version"]) if part),
        kind=kind,
        reason=one["reason"],
        by=one["by"],
        until=one["until"],
        state=word(language, f"decision_state_{one['state']}"),
        lines=f"{one.get(COUNTED[one['state']], 0):,}",
    )


def word_changes(head: dict[str, Any], language: Language) -> list[str]:
    """Return what changed against an earlier report: the counts, then at most ``MOST_CHANGES`` lines that matter (see ``_is_told``)."""
    changes = head["changes"]
    if not changes:
        return []
    told = [line for line in changes["lines"] if _is_told(line)]
    sentences = [word(language, "changes_counts", as_of=changes["as_of"], **changes["counts"])]
    if changes["basis"]:
        sentences.append(word(language, "changes_basis", causes=_word_causes(changes["basis"], language)))
    files = name_files([entry["path"] for entry in head["inputs"]])
    sentences += [_word_change(line, files, language) for line in told[:MOST_CHANGES]]
    if len(told) > MOST_CHANGES:
        sentences.append(word(language, "changes_more", count=f"{len(told) - MOST_CHANGES:,}"))
    return sentences


def _is_told(line: dict[str, Any]) -> bool:
    """Whether a short report names a change: another outcome, or a line in question that came or went."""
    sides = [side for side in (line["old"], line["new"]) if side]
    return len(sides) > 1 or sides[0]["verdict"] in IN_QUESTION


def _word_change(line: dict[str, Any], files: dict[str, str], language: Language) -> str:
    return word(
        language,
        "changes_line",
        place=name_place(line["path"], line["sheet"], line["row"], files),
        product=" ".join(part for part in (line["manufacturer"], line["model"]) if part) or line["product_name"],
        before=word(language, f"verdict_{line['old']['verdict']}") if line["old"] else "—",
        after=word(language, f"verdict_{line['new']['verdict']}") if line["new"] else "—",
        causes=_word_causes(line["causes"], language),
    )


def _word_causes(codes: list[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(messages()[code].word(language, {}) for code in codes)


def word_levers(head: dict[str, Any], language: Language) -> list[str]:
    """Return for each case that reaches the threshold the fewest products without which it would not."""
    return [
        word(
            language,
            "lever",
            case=lever["case"] or word(language, "case_unnamed"),
            reading=word(language, f"reading_{lever['scenario']}"),
            count=lever["products_below_threshold"],
            products=("、" if language == "zh" else ", ").join(lever["below_threshold"][:NAMED_PRODUCTS]),
            more=" …" if lever["products_below_threshold"] > NAMED_PRODUCTS else "",
            gains=money(lever["gains_after"]),
        )
        for lever in head["levers"]
        if lever["products_below_threshold"]
    ]


def list_files(head: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the files with their lines per verdict, where there are several and the counts are known; else nothing."""
    files = [entry for entry in head["inputs"] if entry.get("verdicts")]
    return files if len(files) > 1 else []
