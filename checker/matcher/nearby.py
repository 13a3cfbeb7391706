"""Certified models that look almost like a line's: a hint for a person, never a finding."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import numpy as np
import pandas as pd

from checker.matcher.makers import Company, Makers
from checker.matcher.models import model_key
from checker.matcher.relations import OWN_MAKERS
from checker.matcher.stated import StatedLine

SHARED_START = 3
"""Models are compared only with those of the same maker that begin with the same three signs."""
SHORTEST = 4
MOST_KEPT = 200_000
"""For so many models it is kept which one is close."""
LONG = 8
"""From this length on two signs may differ, below it one."""


class Neighbours:
    """The definite models of a register, to which models that were not found are compared; each of these once.

    Args:
        entries: The register's entries.
        makers: Manufacturers' names.
    """

    def __init__(self, entries: pd.DataFrame, makers: Makers) -> None:
        self._makers = makers
        self._blocks, self._owners = _arrange(entries, makers)
        self._own: dict[str, list[str]] = {}
        self._found: dict[tuple[str, str], int | None] = {}

    def find(self, lines: Sequence[StatedLine], wanted: Iterable[int]) -> dict[int, int]:
        """Return for each of the ``wanted`` lines the entry of the same maker whose model is closest, where one is close.

        Close is one sign changed, added, left out or swapped with its neighbour, two in models of eight signs or more. Of several
        equally close ones the first in the order of their keys is taken.
        """
        if not self._blocks:
            return {}
        asked = {
            place: (line.maker, line.keys[-1])
            for place in wanted
            if (line := lines[place]).maker and line.keys and len(line.keys[-1]) >= SHORTEST
        }
        fresh = sorted({pair for pair in asked.values() if pair not in self._found})
        if len(self._found) + len(fresh) > MOST_KEPT:
            self._found.clear()
            fresh = sorted(set(asked.values()))
        for (maker, start), pairs in groupby(fresh, lambda pair: (pair[0], pair[1][:SHARED_START])):
            self._compare(maker, start, [key for _, key in pairs])
        return {place: entry for place, pair in asked.items() if (entry := self._found[pair]) is not None}

    def _compare(self, maker: str, start: str, keys: list[str]) -> None:
        """Find the closest model of each key of one maker; all keys begin alike."""
        if maker not in self._own:
            self._own[maker] = self._find_own(maker)
        choices = sorted(choice for name in self._own[maker] for choice in self._blocks.get((name, start), ()))
        self._found.update(dict.fromkeys((maker, key) for key in keys))
        if not choices:
            return
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - only needed where something may be close
        from rapidfuzz.process import cdist  # noqa: PLC0415 - likewise

        distances = cdist(keys, [key for key, _ in choices], scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
        closest = distances.argmin(axis=1)
        least = distances[np.arange(len(keys)), closest]
        for key, place, distance in zip(keys, closest.tolist(), least.tolist(), strict=True):
            if distance <= (2 if len(key) >= LONG else 1):
                self._found[maker, key] = choices[place][1]

    def _find_own(self, maker: str) -> list[str]:
        """Return the makers of the register, as printed, that are a line's own."""
        candidates = {name for token in _tokens(self._makers.read(maker)) for name in self._owners.get(token, ())}
        return sorted(name for name in candidates if self._makers.relate(maker, name) in OWN_MAKERS)


def _arrange(
    entries: pd.DataFrame, makers: Makers
) -> tuple[Mapping[tuple[str, str], list[tuple[str, int]]], Mapping[str, set[str]]]:
    """Return the definite models by maker as printed and beginning, as (key, entry); and the makers by what identifies them."""
    definite = entries[entries["listing"].isin(("equal", "listed", "expanded")) & (entries["model"] != "")]
    order = definite.assign(entry=definite.index).sort_values(["number", "place", "model"], kind="stable")
    blocks: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    rank: dict[tuple[str, str], int] = {}
    for maker, model, entry in zip(*(order[column].tolist() for column in ("maker", "model", "entry")), strict=True):
        key = model_key(makers.strip_names(model, maker)[-1])
        if (maker, key) not in rank:
            rank[maker, key] = entry
            blocks[maker, key[:SHARED_START]].append((key, entry))
    owners: dict[str, set[str]] = defaultdict(set)
    for maker in definite["maker"].unique().tolist():
        for token in _tokens(makers.read(maker)):
            owners[token].add(maker)
    return blocks, owners


def _tokens(company: Company) -> frozenset[str]:
    """Return what two cells must share to name one maker."""
    known = frozenset(f"={maker}" for maker in company.makers)
    return known | company.cores | company.stems | {company.whole}
