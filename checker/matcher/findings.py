"""What the matcher says of each line."""

from typing import Literal

Scope = Literal["in", "out", "undetermined"]
CertificateFinding = Literal["certified", "lapsed", "review", "not_found"]
Verdict = Literal["clear", "certified", "uncertified", "lapsed", "review", "waived"]
ThresholdRule = Literal["all", "any"]

SCOPES = ("in", "out", "undetermined")
VERDICTS = ("clear", "certified", "uncertified", "lapsed", "review", "waived")
HELD_VERDICTS = ("uncertified", "lapsed")

FINDING_COLUMNS = {
    "scope": "in, out or undetermined under the chosen threshold rule",
    "categories": "tuple of category ids: those it is in, or may be in when undetermined; () when out",
    "scope_other": "the scope under the other threshold rule",
    "certificate_finding": "certified, lapsed, review or not_found",
    "certificate_number": "as printed in the list, '' when none",
    "certificate_match": "match level, e.g. equal, listed, expanded, wildcard, series, suffix, near, '' when none",
    "certificate_valid_until": "datetime64[s], NaT when unknown or unlimited",
    "verdict": "clear, certified, uncertified, lapsed or review",
    "verdict_other": "the verdict under the other threshold rule",
    "reasons": "tuple of checker.messages.Remark, in the order of the decision",
}
"""Columns of the findings frame; its index is that of the lines."""
