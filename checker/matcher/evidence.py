"""Every certificate a line may have to do with, related and weighed, and on each day which of them decides.

Of several candidates the better class decides (:data:`CLASSES`), then a number that the line itself names, then the better standing on
the day, then the closer model, maker and version, then the one valid longest (of those not yet valid the first to begin), and at last
number, model, version, maker, product name, source and place in the order of their signs. The order of the register's rows decides
nothing.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from checker.loader.listing import may_be_generation
from checker.matcher.candidates import RegisterIndex, Side, needs_maker
from checker.matcher.declared import DeclaredNumber
from checker.matcher.lookalikes import recognise_listed
from checker.matcher.makers import Makers
from checker.matcher.relations import (
    EXACT_MODELS,
    MAKER_RELATIONS,
    MODEL_RANK,
    MODEL_RELATIONS,
    OWN_MAKERS,
    VERSION_RELATIONS,
    ModelRelation,
    VersionRelation,
    relate_stated,
    weigh,
)
from checker.matcher.stated import StatedLine
from checker.matcher.stretches import whole_days

CLASSES = ("certified", "review", "lapsed", "review", "review", "none")
"""What a candidate makes of a line, best first: exact and good on the day; exact but for a version or state that cannot be told;
exact and not good on the day; to be looked at and good on the day; to be looked at and not good; not this product, or a paper
that does not count."""
NONE = len(CLASSES) - 1
STANDINGS = ("valid", "unknown", "not_listed", "suspended", "withdrawn", "cancelled", "expired", "not_yet")
ENDING_STATES = ("suspended", "withdrawn", "cancelled")
"""States that end a certificate whatever its dates say; ``expired`` is read by the dates, where there are any."""
CANDIDATE_COLUMNS = ["line", "entry", "model", "maker", "version", "worth", "declared", "lookalike", "excuses_until"]


def relate_lines(
    lines: Sequence[StatedLine],
    declared: Sequence[DeclaredNumber],
    index: RegisterIndex,
    entries: pd.DataFrame,
    makers: Makers,
) -> pd.DataFrame:
    """Return every candidate of every distinct line with its relations and their worth (``CANDIDATE_COLUMNS``).

    ``declared`` says whether the line names this certificate's number; ``lookalike`` whether that number is of a paper that does not count,
    and ``excuses_until`` the last day on which that paper can excuse a sale.
    """
    listed_makers, listed_versions = entries["maker"].tolist(), entries["version"].tolist()
    models, numbers, cells = entries["model"].tolist(), entries["number"].tolist(), entries["listed"].tolist()
    papers = entries["paper"].tolist()
    rows = []
    for place, (line, own) in enumerate(zip(lines, declared, strict=True)):
        for entry, (found, side) in index.find(line).items():
            maker = makers.relate(line.maker, listed_makers[entry])
            if maker == "unknown" and needs_maker(found, models[entry]):
                continue
            version = _relate_version(line, listed_versions[entry], cells[entry], side)
            model = _allow_generation(found, line, listed_versions[entry], cells[entry], version, side)
            worth = weigh(maker, model, version)
            paper = recognise_listed(numbers[entry], papers[entry])
            excuse = paper.good_until if paper else None
            rows.append((place, entry, model, maker, version, worth, entry in own.entries, bool(paper), excuse))
    frame = pd.DataFrame(rows, columns=CANDIDATE_COLUMNS)
    types = {
        "line": "int64",
        "entry": "int64",
        "declared": "bool",
        "lookalike": "bool",
        "excuses_until": "datetime64[s]",
    }
    return frame.astype(types | dict.fromkeys(("model", "maker", "version", "worth"), "str"))


def _relate_version(line: StatedLine, named: str, cell: str, side: Side) -> VersionRelation:
    """Return the relation of the versions, without the one that on one ``side`` is part of the model.

    A version that a list prints in a column of its own stays one, whatever the line has behind its model.
    """
    if side == "entry":
        return relate_stated(line.column_versions, named) if line.column_versions and named not in cell else "not_named"
    return relate_stated(line.column_versions if side == "line" else line.versions, named)


def _allow_generation(
    found: ModelRelation, line: StatedLine, named: str, cell: str, version: VersionRelation, side: Side
) -> ModelRelation:
    """Return the relation of the models with regard to a ``V5`` behind one of them, which may make it another model.

    On one side alone it is like an ordering suffix; ``V5`` and ``V6`` are two models; ``V8.2`` and ``V8.3`` may be versions.
    """
    on_line, on_list = line.generation, named in cell and may_be_generation(named)
    if side or version in ("equal", "covered") or not (on_line if version == "not_named" else on_list):
        return found
    if on_line and on_list and "." not in f"{line.versions}{named}":
        return "other"
    return max(found, "suffix", key=MODEL_RANK.__getitem__)


def weigh_cases(cases: pd.DataFrame, candidates: pd.DataFrame, entries: pd.DataFrame) -> pd.DataFrame:
    """Return every candidate of every case, best first within each case.

    Args:
        cases: ``line`` and ``day`` (any of the days between which nothing changes stands for all).
        candidates: From :func:`relate_lines`.
        entries: The register's entries.

    Returns:
        ``case``, the columns of the candidates, ``standing`` and ``grade`` (a place in :data:`CLASSES`).
    """
    pairs = cases.rename_axis("case").reset_index().merge(candidates, on="line", how="inner")
    entry = pairs["entry"].to_numpy()
    pairs["standing"] = find_standings(entries.iloc[np.unique(entry)], entry, pairs["day"].to_numpy())
    pairs["grade"] = _grade(pairs)
    until = whole_days(entries["valid_until"]).astype("int64")[entry]
    order = np.lexsort(
        (
            _printed_order(entries.iloc[np.unique(entry)], entry),
            np.where(pairs["standing"] == "not_yet", until, -until),
            _rank(pairs["version"], VERSION_RELATIONS),
            _rank(pairs["maker"], MAKER_RELATIONS),
            _rank(pairs["model"], MODEL_RELATIONS),
            _rank(pairs["standing"], STANDINGS),
            ~pairs["declared"].to_numpy(),
            pairs["grade"].to_numpy(),
            pairs["case"].to_numpy(),
        )
    )
    return pairs.iloc[order].reset_index(drop=True)


def find_standings(matched: pd.DataFrame, entry: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return how the certificate ``entry`` stands on a day; its first and last day are both within.

    Args:
        matched: Entries of the register, ascending by position, among them all of ``entry``.
        entry: Positions of entries.
        days: A day for each of them, ``datetime64``.
    """
    place = np.searchsorted(matched.index.to_numpy(), entry)
    status = matched["status"].to_numpy(dtype=object)[place]
    first, last = whole_days(matched["valid_from"])[place], whole_days(matched["valid_until"])[place]
    day = days.astype("datetime64[D]")
    return np.select(
        [
            np.isin(status, ENDING_STATES),
            first > last,
            day < first,
            day > last,
            (status == "expired") & np.isnat(last),
            np.isin(status, ("unknown", "not_listed")),
        ],
        [status, "unknown", "not_yet", "expired", "expired", status],
        default="valid",
    )


def _grade(pairs: pd.DataFrame) -> np.ndarray:
    """Return the place in :data:`CLASSES` of every candidate."""
    worth, standing = pairs["worth"].to_numpy(dtype=object), pairs["standing"].to_numpy(dtype=object)
    exact = pairs["maker"].isin(OWN_MAKERS) & pairs["model"].isin(EXACT_MODELS)
    told = pairs["version"] != "other"
    open_ = np.isin(standing, ("valid", "unknown", "not_listed"))
    paper = pairs["lookalike"].to_numpy()
    excused = paper & (pairs["day"] <= pairs["excuses_until"]).to_numpy() & (standing == "valid")
    return np.select(
        [
            (worth == "none") | (paper & ~excused),
            paper,
            (worth == "good") & (standing == "valid"),
            exact & told & open_,
            worth == "good",
            open_,
        ],
        [NONE, 3, 0, 1, 2, 3],
        default=4,
    ).astype(np.int64)


def _printed_order(matched: pd.DataFrame, entry: np.ndarray) -> np.ndarray:
    """Return the rank of entries by what is printed in them, so that no tie is left to the order of rows."""
    columns = ("number", "listed", "model", "version", "maker", "product_name", "source", "place")
    printed = list(zip(*(matched[column].tolist() for column in columns), strict=True))
    rank = np.empty(len(printed), dtype=np.int64)
    rank[sorted(range(len(printed)), key=printed.__getitem__)] = np.arange(len(printed))
    return rank[np.searchsorted(matched.index.to_numpy(), entry)]


def _rank(words: "pd.Series[str]", order: Sequence[str]) -> np.ndarray:
    ranks = {word: rank for rank, word in enumerate(order)}
    return np.fromiter(map(ranks.__getitem__, words.tolist()), dtype=np.int64, count=len(words))
