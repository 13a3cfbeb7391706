"""A newer list against what is stored of it: which certificate is which, what changed, what is no longer listed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from checker.loader.holdings import CERTIFICATE_FIELDS
from checker.loader.words import fold

STAGES = (
    (*CERTIFICATE_FIELDS, "listed"),
    ("number", "maker", "product_name", "listed"),
    ("number", "maker", "product_name"),
    ("number", "maker"),
    ("number", "product_name"),
    ("number",),
)
"""By what a certificate is known again, the surest first."""

UNNUMBERED_STAGES = (
    (*CERTIFICATE_FIELDS, "listed"),
    ("maker", "product_name", "listed"),
    ("maker", "listed"),
)
"""The same for entries without a number: only by maker and model cell together."""


@dataclass(frozen=True)
class Pairing:
    """Positions of two frames that belong together, and those left over; all ascending in ``new``."""

    old: NDArray[np.int64]
    new: NDArray[np.int64]
    gone: NDArray[np.int64]
    added: NDArray[np.int64]


def pair_certificates(old: pd.DataFrame, new: pd.DataFrame) -> Pairing:
    """Find the stored certificate of every certificate of a newer list.

    Args:
        old: Stored certificates with ``CERTIFICATE_FIELDS``, ``listed`` and ``missing``; those still listed are preferred.
        new: Certificates of the newer list with ``CERTIFICATE_FIELDS`` and ``listed``.
    """
    columns = [*CERTIFICATE_FIELDS, "listed"]
    before, after = fold_frame(old, columns), fold_frame(new, columns)
    before = before.iloc[np.argsort(old["missing"].to_numpy() > 0, kind="stable")]
    pairs: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    for numbered, stages in ((True, STAGES), (False, UNNUMBERED_STAGES)):
        left, right = (frame[(frame["number"] != "") == numbered] for frame in (before, after))
        for stage in stages:
            found = _pair(left, right, stage)
            pairs.append(found)
            left, right = left[~left.index.isin(found[0])], right[~right.index.isin(found[1])]
    return _collect(pairs, len(old), len(new))


def pair_products(old: pd.DataFrame, new: pd.DataFrame) -> Pairing:
    """Find the stored product of every product of a newer list, within the same certificate (column ``certificate``: its id)."""
    before, after = (
        fold_frame(frame, ["model", "version", "listing"]).assign(certificate=frame["certificate"].to_numpy())
        for frame in (old, new)
    )
    before = before.iloc[np.argsort(old["missing"].to_numpy() > 0, kind="stable")]
    first = _pair(before, after, ["certificate", "model", "version", "listing"])
    before, after = before[~before.index.isin(first[0])], after[~after.index.isin(first[1])]
    return _collect([first, _pair(before, after, ["certificate", "model", "version"])], len(old), len(new))


def fold_frame(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return the columns as texts are compared: width, white space and case do not count. Its index is the position."""
    folded = {
        column: frame[column].map({text: fold(text) for text in frame[column].unique().tolist()}).to_numpy()
        for column in columns
    }
    return pd.DataFrame(folded, index=np.arange(len(frame)), dtype="str")


def _pair(old: pd.DataFrame, new: pd.DataFrame, columns: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pair rows with equal values, the first with the first, the second with the second; return their index labels."""
    keys = list(columns)
    sides = [
        frame[keys].assign(_nth=frame.groupby(keys, sort=False).cumcount(), _row=frame.index) for frame in (old, new)
    ]
    found = sides[0].merge(sides[1], on=[*keys, "_nth"], suffixes=("_old", "_new"))
    return found["_row_old"].to_numpy(dtype=np.int64), found["_row_new"].to_numpy(dtype=np.int64)


def _collect(pairs: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]], old_rows: int, new_rows: int) -> Pairing:
    old = np.concatenate([one for one, _ in pairs])
    new = np.concatenate([other for _, other in pairs])
    order = np.argsort(new, kind="stable")
    return Pairing(
        old=old[order],
        new=new[order],
        gone=np.setdiff1d(np.arange(old_rows), old),
        added=np.setdiff1d(np.arange(new_rows), new),
    )
