"""Certified models that look almost like a line's: a hint for a person, never a finding."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from checker.matcher.makers import Company, Makers
from checker.matcher.models import model_key
from checker.matcher.relations import OWN_MAKERS
from checker.matcher.stated import StatedLine

SHARED_START = 3
"""Models are compared only with those of the same maker that begin with the same three signs."""
SHORTEST = 4
LONG = 8
"""From this length on two signs may differ, below it one."""


@dataclass(frozen=True)
class Neighbours:
    """The definite models of a register: maker as printed and beginning to (key, entry), sorted; and the makers by what identifies them."""

    blocks: Mapping[tuple[str, str], list[tuple[str, int]]]
    makers: Mapping[str, frozenset[str]]


def find_nearby(
    lines: Sequence[StatedLine], wanted: Iterable[int], entries: pd.DataFrame, makers: Makers
) -> dict[int, int]:
    """Return for each of the ``wanted`` lines the entry of the same maker whose model is closest, where one is close.

    Close is one sign changed, added, left out or swapped with its neighbour, two in models of eight signs or more. Of several
    equally close ones the first in the order of their keys is taken.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only needed where something was not found
    from rapidfuzz.process import cdist  # noqa: PLC0415 - likewise

    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in wanted:
        line = lines[place]
        if line.maker and line.keys and len(line.keys[-1]) >= SHORTEST:
            groups[line.maker, line.keys[-1][:SHARED_START]].append(place)
    if not groups or entries.empty:
        return {}
    neighbours = _arrange(entries, makers)
    own: dict[str, list[str]] = {}
    found: dict[int, int] = {}
    for (maker, start), places in groups.items():
        if maker not in own:
            own[maker] = _own_makers(maker, neighbours, makers)
        choices = sorted(choice for name in own[maker] for choice in neighbours.blocks.get((name, start), ()))
        if not choices:
            continue
        keys = [lines[place].keys[-1] for place in places]
        distances = cdist(keys, [key for key, _ in choices], scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
        for place, key, row in zip(places, keys, distances, strict=True):
            closest = int(row.argmin())
            if row[closest] <= (2 if len(key) >= LONG else 1):
                found[place] = choices[closest][1]
    return found


def _arrange(entries: pd.DataFrame, makers: Makers) -> Neighbours:
    definite = entries[entries["listing"].isin(("equal", "listed", "expanded")) & (entries["model"] != "")]
    order = definite.assign(entry=definite.index).sort_values(["number", "place", "model"], kind="stable")
    blocks: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    rank: dict[tuple[str, str], int] = {}
    for maker, model, entry in zip(*(order[column].tolist() for column in ("maker", "model", "entry")), strict=True):
        key = model_key(makers.strip_names(model, maker)[-1])
        if (maker, key) not in rank:
            rank[maker, key] = entry
            blocks[maker, key[:SHARED_START]].append((key, entry))
    tokens: dict[str, set[str]] = defaultdict(set)
    for maker in definite["maker"].unique():
        for token in _tokens(makers.read(maker)):
            tokens[token].add(maker)
    return Neighbours(blocks, {token: frozenset(names) for token, names in tokens.items()})


def _own_makers(maker: str, neighbours: Neighbours, makers: Makers) -> list[str]:
    candidates = {name for token in _tokens(makers.read(maker)) for name in neighbours.makers.get(token, ())}
    return sorted(name for name in candidates if makers.relate(maker, name) in OWN_MAKERS)


def _tokens(company: Company) -> frozenset[str]:
    """Return what two cells must share to name one maker."""
    known = frozenset(f"={maker}" for maker in company.makers)
    return known | company.cores | company.stems | {company.whole}
