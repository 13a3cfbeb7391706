"""The days of every line in stretches in which none of its certificates begins or ends: a case is a line in one of them."""

import numpy as np
import pandas as pd

SPAN = 2**22
"""More days than any date's number, so that a line and a day make one number."""
ZERO_DAY = 2**20
NO_DAY = np.iinfo(np.int64).min
ONE_DAY = np.timedelta64(1, "D")
MOST_CHANGES = 2**31


def find_changes(candidates: pd.DataFrame, entries: pd.DataFrame, ends: pd.DataFrame) -> np.ndarray:
    """Return the days on which something changes for a line, each as a number of both, ascending.

    Args:
        candidates: See :func:`checker.matcher.evidence.relate_lines`.
        entries: The register's entries.
        ends: Further last days: ``line`` and ``day`` (``datetime64``), e.g. those that lines declare themselves.
    """
    matched = entries.iloc[candidates["entry"].to_numpy()]
    lines = candidates["line"].to_numpy()
    changes = np.concatenate(
        [
            _join(lines, whole_days(matched["valid_from"])),
            _join(lines, whole_days(matched["valid_until"]) + ONE_DAY),
            _join(lines, whole_days(candidates["excuses_until"]) + ONE_DAY),
            _join(ends["line"].to_numpy(), whole_days(ends["day"]) + ONE_DAY),
        ]
    )
    return np.unique(changes[changes != NO_DAY])


def number_stretches(lines: np.ndarray, days: np.ndarray, changes: np.ndarray) -> np.ndarray:
    """Return the same number for days of one line between which nothing changes.

    Changes of lines with greater numbers alter nothing, so that a number stays what it is while lines are added.

    Args:
        lines: Numbers of lines.
        days: A day for each of them, ``datetime64``.
        changes: From :func:`find_changes`.
    """
    return lines.astype(np.int64) * MOST_CHANGES + np.searchsorted(changes, _join(lines, days), side="right")


def whole_days(days: "pd.Series[pd.Timestamp]") -> np.ndarray:
    """Return days as ``datetime64[D]``, NaT where there is none."""
    return days.to_numpy(dtype="datetime64[s]").astype("datetime64[D]")


def _join(lines: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return a line and a day as one number, ``NO_DAY`` where there is no day."""
    numbers = days.astype("datetime64[D]").astype("int64")
    joined = lines.astype(np.int64) * SPAN + np.clip(numbers, -ZERO_DAY, SPAN - ZERO_DAY - 1) + ZERO_DAY
    return np.where(np.isnat(days), NO_DAY, joined)
