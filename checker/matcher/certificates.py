"""The certificate of every line: which one it is, by exact structure, and whether it was good on the day of the sale.

lines ─▶ distinct lines ─▶ candidates ─▶ cases (a line in a stretch of days) ─▶ the deciding candidate ─▶ reasons ─▶ every line
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from checker.loader.register import Register, RegisterSource
from checker.matcher.certificate_memory import CertificateMemory, Related, find_excuses, remember_certificates
from checker.matcher.certificate_reasons import Candidate, CaseFacts, Reasons, Texts, iso_days
from checker.matcher.evidence import CLASSES, NONE, weigh_cases
from checker.matcher.makers import Makers
from checker.numbering import group_rows

RELATION_COLUMNS = [
    "manufacturer", "product_name", "model", "version", "certificate_number", "certificate_valid_until",
]  # fmt: skip
"""What the relation of a line to the register depends on, besides the date."""
OUTCOMES = ("certified", "lapsed", "review", "not_found")
DECIDED_CLASSES = 3
"""So many of :data:`~checker.matcher.evidence.CLASSES` rest on exactly this product; a line's own claim does not add to them."""


class NumberedLines(NamedTuple):
    """Lines as far as their certificates depend on them: all that is needed to find these, here or in another process.

    Attributes:
        distinct: The distinct lines, ``RELATION_COLUMNS``, in the order of their first appearance.
        relation: The distinct line of each line.
        days: The day on which each is judged, ``datetime64[s]``.
    """

    distinct: pd.DataFrame
    relation: np.ndarray
    days: np.ndarray


class Cases(NamedTuple):
    """What was found in every case, see :func:`decide_cases`, and the case of each line."""

    findings: pd.DataFrame
    of_line: np.ndarray


class PlacedCases(NamedTuple):
    """Where in the findings of a memory each case of some lines stands, and the case of each line."""

    places: np.ndarray
    of_line: np.ndarray


@dataclass(frozen=True)
class Judgement:
    """The distinct lines of an inventory and everything that was found out about them.

    Attributes:
        distinct: The distinct lines, ``RELATION_COLUMNS``, in the order of their first appearance.
        related: What each of them states, and the number under which it is remembered.
        cases: ``line`` and ``day``, one row per distinct line and stretch of days in which nothing changes.
        weighed: Every candidate of every case, best first, see :func:`~checker.matcher.evidence.weigh_cases`.
        nearby: Distinct line to the entry whose model is almost its own, where nothing else was found.
        memory: The register, and what is kept of lines judged before.
    """

    distinct: pd.DataFrame
    related: Related
    cases: pd.DataFrame
    weighed: pd.DataFrame
    nearby: dict[int, int]
    memory: CertificateMemory

    @property
    def entries(self) -> pd.DataFrame:
        """The register's entries."""
        return self.memory.entries


def find_certificates(
    lines: pd.DataFrame, register: Register, makers: Makers, as_of: date, memory: CertificateMemory | None = None
) -> pd.DataFrame:
    """Return the certificate finding of every line.

    Each distinct combination of maker, product name, model, version and declared certificate is related to the register once, each of these
    is judged once in every stretch of days in which none of its certificates begins or ends, and the result is broadcast.

    Args:
        lines: Inventory lines; used are the columns of ``RELATION_COLUMNS`` and ``date``.
        register: The lists of certificates loaded; may be empty.
        makers: Manufacturers' names.
        as_of: The day on which lines without a date are judged.
        memory: Lines related to the same register before.

    Returns:
        A frame with the index of ``lines``: ``certificate_finding`` (certified, lapsed, review, not_found),
        ``certificate_number``, ``certificate_match``, ``certificate_valid_until`` (``datetime64[s]``), ``reasons`` (tuples of
        :class:`~checker.messages.Remark`) and ``declared`` (whether the line itself names a certificate).
    """
    known = memory or remember_certificates(register, makers)
    cases = find_cases(number_lines(lines, as_of), known, register.sources)
    result = cases.findings.iloc[cases.of_line]
    result.index = lines.index
    return result


def number_lines(lines: pd.DataFrame, as_of: date) -> NumberedLines:
    """Return lines (``RELATION_COLUMNS`` and ``date``) with equal ones under one number; those without a date are judged ``as_of``."""
    groups = group_rows(lines[column] for column in RELATION_COLUMNS)
    distinct = lines[RELATION_COLUMNS].iloc[groups.first].reset_index(drop=True)
    days = lines["date"].astype("datetime64[s]").fillna(pd.Timestamp(as_of)).to_numpy(dtype="datetime64[s]")
    return NumberedLines(distinct, groups.numbers, days)


def find_cases(lines: NumberedLines, memory: CertificateMemory, sources: Sequence[RegisterSource]) -> Cases:
    """Return the cases of lines, decided.

    Args:
        lines: The lines.
        memory: The register arranged for look-up.
        sources: The lists it was read from.
    """
    placed = place_cases(lines, memory, sources)
    return Cases(memory.findings.iloc[placed.places].reset_index(drop=True), placed.of_line)


def place_cases(lines: NumberedLines, memory: CertificateMemory, sources: Sequence[RegisterSource]) -> PlacedCases:
    """Decide the cases of lines, those of which the memory has no findings yet, and return where in it all of them stand."""
    slots = memory.place(lines.distinct)
    numbers = memory.number_cases(slots[lines.relation], lines.days)
    groups = group_rows([numbers])
    cases = numbers[groups.first]
    undecided = memory.find_undecided(cases)
    if len(undecided):
        firsts = groups.first[undecided]
        chosen, line = np.unique(lines.relation[firsts], return_inverse=True)
        cases_of_chosen = pd.DataFrame({"line": line, "day": lines.days[firsts]})
        distinct = lines.distinct.iloc[chosen].reset_index(drop=True)
        memory.keep(cases[undecided], decide_cases(weigh(distinct, slots[chosen], cases_of_chosen, memory), sources))
    return PlacedCases(memory.recall(cases), groups.numbers)


def judge(line: pd.DataFrame, register: Register, makers: Makers, as_of: date) -> Judgement:
    """Return every candidate of one line on its day, weighed; see :func:`find_certificates` for the arguments."""
    memory, (distinct, _, days) = remember_certificates(register, makers), number_lines(line, as_of)
    return weigh(distinct, memory.place(distinct), pd.DataFrame({"line": [0], "day": days}), memory)


def weigh(distinct: pd.DataFrame, slots: np.ndarray, cases: pd.DataFrame, memory: CertificateMemory) -> Judgement:
    """Return every candidate of every case, weighed.

    Args:
        distinct: Distinct lines, ``RELATION_COLUMNS``.
        slots: Under which the memory has them.
        cases: ``line``, a position in ``distinct``, and ``day``.
        memory: The register, and what the lines have to do with it.
    """
    related = memory.relate(slots)
    weighed = weigh_cases(cases, related.candidates, memory.entries)
    found = set(weighed.loc[(weighed["grade"] != NONE) | (weighed["worth"] != "none"), "line"])
    missed = (place for place in range(len(related.lines)) if place not in found)
    nearby = memory.neighbours.find(related.lines, missed)
    return Judgement(distinct, related, cases, weighed, nearby, memory)


def decide_cases(judgement: Judgement, sources: Sequence[RegisterSource]) -> pd.DataFrame:
    """Return the finding of every case, with its reasons."""
    weighed, cases, entries = judgement.weighed, judgement.cases, judgement.entries
    first = weighed.drop_duplicates("case").set_index("case").reindex(range(len(cases)))
    grade = first["grade"].fillna(NONE).to_numpy(dtype=np.int64)
    chosen = grade != NONE
    entry = first["entry"].where(chosen)
    claims = _settle_claims(judgement, first, grade)
    finding = np.array([*CLASSES[:-1], "not_found"], dtype=object)[grade]
    finding[claims["review"].to_numpy()] = "review"
    near = cases["line"].isin(list(judgement.nearby)).to_numpy() & (finding == "not_found")
    claimed = np.where(finding == "review", "declared", np.where(near, "near", ""))
    facts = [
        CaseFacts(*row)
        for row in zip(
            cases["line"].tolist(),
            finding.tolist(),
            claims["confirmed"].tolist(),
            claims["excused"].tolist(),
            claims["past_own_end"].tolist(),
            strict=True,
        )
    ]
    return pd.DataFrame(
        {
            "certificate_finding": pd.Series(finding, dtype="str"),
            "certificate_number": entries["number"].reindex(entry).fillna("").reset_index(drop=True).astype("str"),
            "certificate_match": pd.Series(np.where(chosen, first["model"].fillna(""), claimed), dtype="str"),
            "certificate_valid_until": entries["valid_until"].reindex(entry).reset_index(drop=True),
            "reasons": make_reasons(judgement, sources).word_cases(facts, group_candidates(weighed)),
            "declared": claims["declared"],
        }
    )


def make_reasons(judgement: Judgement, sources: Sequence[RegisterSource]) -> Reasons:
    """Return what words the reasons of a judgement."""
    distinct = judgement.distinct
    texts = Texts(
        stated=judgement.related.lines,
        declared=judgement.related.declared,
        names=distinct["product_name"].tolist(),
        models=distinct["model"].tolist(),
        ends=iso_days(distinct["certificate_valid_until"]),
        nearby=judgement.nearby,
    )
    return Reasons(judgement.entries, sources, texts)


def group_candidates(weighed: pd.DataFrame) -> dict[int, list[Candidate]]:
    """Return the candidates of every case that has any, best first."""
    grouped: dict[int, list[Candidate]] = defaultdict(list)
    for row in zip(*(weighed[column].tolist() for column in Candidate._fields), strict=True):
        grouped[row[0]].append(Candidate(*row))
    return grouped


def _settle_claims(judgement: Judgement, first: pd.DataFrame, grade: np.ndarray) -> pd.DataFrame:
    """Return what becomes of the certificate that a line itself names, for each case.

    A number that no list has, or that is listed for another product, makes a ``review`` of a line that nothing else decides; an unlisted
    number also of a lapsed one, since it may be the renewal. A sales licence that still runs does the same. A certificate without an
    end in the list is not good after the end that the line states for it.
    """
    line, day = judgement.cases["line"].to_numpy(), judgement.cases["day"].to_numpy()
    weighed, distinct = judgement.weighed, judgement.distinct
    state = np.array([own.state for own in judgement.related.declared], dtype=object)[line]
    own_end = distinct["certificate_valid_until"].to_numpy(dtype="datetime64[s]")[line]
    licence_end = find_excuses(judgement.related.declared)[line]
    past_own_end = (day > own_end) & (state != "none")
    excused = (day <= licence_end) & ~past_own_end
    of_product = weighed.loc[weighed["declared"] & (weighed["worth"] != "none"), "case"]
    confirmed = np.isin(np.arange(len(line)), of_product.to_numpy())
    undecided, lapsed = grade >= DECIDED_CLASSES, grade == CLASSES.index("lapsed")
    listed_end = judgement.entries["valid_until"].reindex(first["entry"]).to_numpy()
    endless = np.isnat(listed_end) & first["declared"].eq(other=True).to_numpy()
    review = (
        ((state == "unlisted") & (undecided | lapsed))
        | ((state == "listed") & ~confirmed & undecided)
        | (excused & (undecided | lapsed))
        | ((grade == 0) & endless & past_own_end)
    )
    return pd.DataFrame(
        {
            "declared": state != "none",
            "confirmed": confirmed,
            "excused": excused,
            "past_own_end": past_own_end,
            "review": review,
        }
    )
