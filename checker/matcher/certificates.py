"""The certificate of every line: which one it is, by exact structure, and whether it was good on the day of the sale."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from checker.loader.register import Register
from checker.loader.words import is_empty
from checker.matcher.candidates import RegisterIndex, build_index
from checker.matcher.certificate_reasons import Reasons
from checker.matcher.declared import DeclaredNumber, index_numbers, read_declared
from checker.matcher.evidence import settle_declared
from checker.matcher.lookalikes import recognise
from checker.matcher.makers import Makers
from checker.matcher.models import StatedModel, model_key, read_model, strip_kind, strip_suffixes
from checker.matcher.nearby import find_nearby
from checker.matcher.relations import MAKER_RELATIONS, MODEL_RELATIONS, VERSION_RELATIONS, relate_versions, weigh
from checker.matcher.text import normalise

RELATION_COLUMNS = [
    "manufacturer", "product_name", "model", "version", "certificate_number", "certificate_valid_until",
]  # fmt: skip
"""What the relation of a line to the register depends on, besides the date."""
OUTCOMES = ("certified", "lapsed", "review", "not_found")
LAPSED_STATES = ("suspended", "withdrawn", "cancelled")
"""States that end a certificate whatever its dates say; ``expired`` is read by the dates, where there are any."""


def find_certificates(lines: pd.DataFrame, register: Register, makers: Makers, as_of: date) -> pd.DataFrame:
    """Return the certificate finding of every line.

    Each distinct combination of maker, product name, model, version and declared certificate is related to the register once, each of these
    with each of its dates is judged once, and the result is broadcast.

    Args:
        lines: Inventory lines; used are the columns of ``RELATION_COLUMNS`` and ``date``.
        register: The lists of certificates loaded; may be empty.
        makers: Manufacturers' names.
        as_of: The day on which lines without a date are judged.

    Returns:
        A frame with the index of ``lines``: ``certificate_finding`` (certified, lapsed, review, not_found),
        ``certificate_number``, ``certificate_match``, ``certificate_valid_until`` (``datetime64[s]``), ``reasons`` (tuples of
        :class:`~checker.messages.Remark`) and ``declared`` (whether the line itself names a certificate).
    """
    days = lines["date"].astype("datetime64[s]").fillna(pd.Timestamp(as_of))
    relation, _ = _number_rows(lines[RELATION_COLUMNS])
    firsts = ~pd.Series(relation).duplicated().to_numpy()
    order = np.argsort(relation[firsts], kind="stable")
    distinct = lines.loc[firsts, RELATION_COLUMNS].iloc[order].reset_index(drop=True)
    cases, case_of_line = _make_cases(relation, days)
    judged = judge_cases(distinct, cases, register, makers)
    result = judged.iloc[case_of_line]
    result.index = lines.index
    return result
