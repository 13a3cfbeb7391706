"""Why a line has its certificate finding: remarks that name both texts, the column and the place in the list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from checker.loader.register import RegisterSource
from checker.matcher.declared import DeclaredNumber
from checker.matcher.evidence import NONE
from checker.matcher.lookalikes import recognise_listed
from checker.matcher.relations import AGREEING_VERSIONS, EXACT_MODELS
from checker.matcher.stated import StatedLine
from checker.messages import Remark

SHOWN_OTHERS = 3
"""So many other candidates are named; the rest is counted."""
PRINTED = ["number", "maker", "product_name", "listed", "model", "version", "source", "place", "missing", "paper"]


class Candidate(NamedTuple):
    """One row of :func:`~checker.matcher.evidence.weigh_cases`."""

    case: int
    entry: int
    model: str
    maker: str
    version: str
    worth: str
    standing: str
    grade: int
    lookalike: bool


class CaseFacts(NamedTuple):
    """What was decided about one case.

    Attributes:
        line: Its distinct line.
        finding: certified, lapsed, review or not_found.
        confirmed: A number that the line names is listed for this product.
        excused: A licence that the line names still runs.
        past_own_end: The expiry that the line itself states is over.
    """

    line: int
    finding: str
    confirmed: bool
    excused: bool
    past_own_end: bool


@dataclass(frozen=True)
class Texts:
    """The distinct lines as printed and as read, by their place.

    Attributes:
        stated: What each states of its product.
        declared: What each says of its certificate.
        names: Product names.
        models: Model cells.
        ends: The expiry that each states, ISO text or ``""``.
        nearby: Line to the entry whose model is almost its own.
    """

    stated: Sequence[StatedLine]
    declared: Sequence[DeclaredNumber]
    names: Sequence[str]
    models: Sequence[str]
    ends: Sequence[str]
    nearby: Mapping[int, int]


class Field(NamedTuple):
    """A text of the line and the column in which it stands."""

    column: str
    text: str


class Reasons:
    """Words the decisions about cases.

    Args:
        entries: The register's entries.
        sources: The lists that they come from.
        texts: The distinct lines.
    """

    def __init__(self, entries: pd.DataFrame, sources: Sequence[RegisterSource], texts: Texts) -> None:
        self._printed: dict[str, list[str]] = {column: entries[column].tolist() for column in PRINTED}
        self._printed["valid_from"] = iso_days(entries["valid_from"])
        self._printed["valid_until"] = iso_days(entries["valid_until"])
        self._has_lists = bool(sources) or not entries.empty
        self._nothing = (_name_lists(sources, len(entries)),)
        self._texts = texts

    def word_cases(self, facts: Sequence[CaseFacts], candidates: Mapping[int, Sequence[Candidate]]) -> np.ndarray:
        """Return the reasons of every case, a tuple of remarks for each; cases of a line that differ in nothing else share one.

        Args:
            facts: The cases.
            candidates: The candidates of the cases that have any, best first.
        """
        worded: dict[tuple[Any, ...], tuple[Remark, ...]] = {}
        reasons = np.empty(len(facts), dtype=object)
        for place, case in enumerate(facts):
            own, near = candidates.get(place, ()), self._texts.nearby.get(case.line)
            if not own and near is None and self._texts.declared[case.line].state == "none":
                reasons[place] = self._nothing
                continue
            key = (case, tuple(candidate[1:] for candidate in own))
            if key not in worded:
                worded[key] = tuple(self._word_case(case, own))
            reasons[place] = worded[key]
        return reasons

    def word_candidate(self, line: int, candidate: Candidate) -> tuple[Remark, ...]:
        """Return how one candidate stands to a line: its model, maker, version, state and kind of paper."""
        if candidate.maker == "other":
            remarks = [
                self._remark("certificate_other_maker", line, candidate.entry, self._model_field(line), "listed")
            ]
        else:
            remarks = list(self._word_chosen(line, candidate))
        return (*remarks, *self._word_papers(line, (candidate,)))

    def _word_case(self, case: CaseFacts, candidates: Sequence[Candidate]) -> Iterator[Remark]:
        counting = [candidate for candidate in candidates if candidate.grade != NONE]
        if counting:
            yield from self._word_chosen(case.line, counting[0])
            yield from self._word_others(counting)
        yield from self._word_papers(case.line, candidates)
        yield from self._word_declared(case)
        if not counting:
            yield from self._word_absence(case.line, candidates)

    def _word_chosen(self, line: int, chosen: Candidate) -> Iterator[Remark]:
        """Yield what the deciding certificate says of the line: the model, then the maker, the version and the state."""
        stated, entry = self._texts.stated[line], chosen.entry
        in_name = chosen.model in {"in_name", "name_only"}
        model = Field("product_name", self._texts.names[line]) if in_name else self._model_field(line)
        exact = chosen.model in EXACT_MODELS
        yield self._remark(
            "certificate_exact" if exact else f"certificate_model_{chosen.model}", line, entry, model, "listed"
        )
        if chosen.maker != "same":
            code = "missing" if chosen.maker == "unknown" and not stated.maker else chosen.maker
            maker = Field(stated.maker_field or "manufacturer", stated.maker)
            yield self._remark(f"certificate_maker_{code}", line, entry, maker, "maker")
        if chosen.version not in AGREEING_VERSIONS:
            version = Field("version", "；".join(stated.versions))
            yield self._remark(f"certificate_version_{chosen.version}", line, entry, version, "version")
        yield self._remark(f"certificate_{chosen.standing}", line, entry, Field("date", ""), "valid_until")

    def _word_others(self, counting: Sequence[Candidate]) -> Iterator[Remark]:
        """Yield a remark on the candidates that did not decide."""
        if len(counting) == 1:
            return
        numbers = dict.fromkeys(self._printed["number"][other.entry] or "—" for other in counting)
        others = [number for number in numbers if number != (self._printed["number"][counting[0].entry] or "—")]
        if others:
            shown = "、".join(others[:SHOWN_OTHERS])
            yield Remark("certificate_others", {"count": str(len(others)), "numbers": shown}, {"entry": shown})

    def _word_papers(self, line: int, candidates: Sequence[Candidate]) -> Iterator[Remark]:
        """Yield which of the lists' entries for this product are papers that do not count."""
        for candidate in candidates:
            if candidate.lookalike and candidate.worth != "none":
                printed = self._printed
                paper = recognise_listed(printed["number"][candidate.entry], printed["paper"][candidate.entry])
                if paper:
                    names = {"paper_zh": paper.name_zh, "paper_en": paper.name_en}
                    yield self._remark(
                        "certificate_listed_paper", line, candidate.entry, self._model_field(line), "number", names
                    )

    def _word_declared(self, case: CaseFacts) -> Iterator[Remark]:
        """Yield what became of the certificate that the line itself names."""
        own, until = self._texts.declared[case.line], self._texts.ends[case.line]
        evidence = {"field": "certificate_number", "text": own.text}
        facts = {"number": own.text, "stated": until}
        if own.state == "none":
            return
        if own.lookalike:
            code, names = _name_paper(own, excused=case.excused)
            yield Remark(code, facts | names, evidence)
            return
        if own.state == "unlisted":
            code = "certificate_declared_unlisted" if self._has_lists else "certificate_declared_no_list"
            yield Remark(code, facts, evidence)
        elif case.confirmed:
            yield Remark("certificate_declared_confirmed", facts, evidence | self._place(own.entries[0], "number"))
            listed = sorted({self._printed["valid_until"][entry] for entry in own.entries})
            if until and until not in listed:
                stated = {"field": "certificate_valid_until", "text": until}
                place = self._place(own.entries[0], "valid_until")
                yield Remark("certificate_declared_expiry", facts | {"until": listed[0] or "—"}, stated | place)
        else:
            entry = min(own.entries, key=lambda entry: tuple(self._printed[column][entry] for column in PRINTED))
            where = {"maker": self._printed["maker"][entry], "entry": self._printed["listed"][entry]}
            yield Remark("certificate_declared_elsewhere", facts | where, evidence | self._place(entry, "listed"))
        if case.past_own_end:
            yield Remark("certificate_declared_over", facts, {"field": "certificate_valid_until", "text": until})

    def _word_absence(self, line: int, candidates: Sequence[Candidate]) -> Iterator[Remark]:
        """Yield that nothing was found, in which lists, and what came close."""
        yield self._nothing[0]
        model = self._model_field(line)
        for candidate in candidates:
            if candidate.maker == "other" and candidate.model in EXACT_MODELS:
                yield self._remark("certificate_other_maker", line, candidate.entry, model, "listed")
                break
        if line in self._texts.nearby:
            yield self._remark("certificate_near", line, self._texts.nearby[line], model, "listed")

    def _model_field(self, line: int) -> Field:
        """Return the text that was taken for the line's model, else what there is."""
        stated = self._texts.stated[line]
        if stated.field:
            return Field(stated.field, stated.text)
        model = self._texts.models[line]
        return Field("model", model) if model else Field("product_name", self._texts.names[line])

    def _remark(
        self, code: str, line: int, entry: int, field: Field, column: str, more: Mapping[str, str] | None = None
    ) -> Remark:
        """Return a remark on one entry with every fact that its sentence may need."""
        stated, printed = self._texts.stated[line], self._printed
        facts = {
            "number": printed["number"][entry] or "—",
            "maker": printed["maker"][entry] or "—",
            "entry": self._name_model(entry),
            "entry_version": printed["version"][entry],
            "since": printed["valid_from"][entry] or "—",
            "until": printed["valid_until"][entry] or "—",
            "missing": printed["missing"][entry],
            "model": field.text if field.column in {"model", "product_name"} else stated.text,
            "stated_maker": stated.maker,
            "stated_version": "；".join(stated.versions),
            **(more or {}),
        }
        return Remark(code, facts, {"field": field.column, "text": field.text, **self._place(entry, column)})

    def _name_model(self, entry: int) -> str:
        """Return an entry's model with what stands behind it like a version, or its product name."""
        model, version = self._printed["model"][entry], self._printed["version"][entry]
        if model and version and version in self._printed["listed"][entry]:
            return f"{model} {version}"
        return model or self._printed["product_name"][entry]

    def _place(self, entry: int, column: str) -> dict[str, str]:
        """Return what a list prints in one column and where."""
        source, place = self._printed["source"][entry], self._printed["place"][entry]
        where = place if place.startswith(f"{source}!") else f"{source}!{place}"
        return {"entry": self._printed[column][entry], "source": where}


def iso_days(days: "pd.Series[pd.Timestamp]") -> list[str]:
    """Return days as ISO text, ``""`` where there is none."""
    whole = days.to_numpy(dtype="datetime64[s]").astype("datetime64[D]")
    return np.where(np.isnat(whole), "", np.datetime_as_string(whole)).tolist()  # type: ignore[no-any-return]


def _name_paper(own: DeclaredNumber, *, excused: bool) -> tuple[str, dict[str, str]]:
    """Return the code and the names of a declared paper that is no certificate."""
    paper = own.lookalike
    assert paper is not None  # noqa: S101 - the caller has looked
    names = {"paper_zh": paper.name_zh, "paper_en": paper.name_en}
    if paper.good_until is None:
        return "certificate_declared_paper", names
    code = "certificate_licence_running" if excused else "certificate_licence_over"
    return code, names | {"until": paper.good_until.isoformat()}


def _name_lists(sources: Sequence[RegisterSource], entries: int) -> Remark:
    """Return that nothing was found, with the lists and their dates."""
    if not sources and not entries:
        return Remark("certificate_no_list")
    days = sorted({source.retrieved.isoformat() for source in sources})
    dates = " … ".join(dict.fromkeys([*days[:1], *days[-1:]])) or "—"
    names = "、".join(source.name for source in sources[:SHOWN_OTHERS]) or "—"
    count = sum(source.entries for source in sources) or entries
    return Remark("certificate_not_found", {"lists": names, "dates": dates, "count": f"{count:,}"}, {"source": names})
