"""The certificates that a result relies on, with their last day."""

from dataclasses import dataclass
from datetime import date

from checker.report.content import Report


@dataclass(frozen=True)
class Relied:
    """A certificate that lines were certified by; ``valid_until`` is None where no end is printed."""

    number: str
    product: str
    valid_until: date | None
    lines: int


def list_relied(report: Report) -> list[Relied]:
    """Return the certificates of certified lines, the first to expire first."""
    lines = report.lines[report.lines["verdict"] == "certified"]
    found = []
    for (number, until), group in lines.groupby(["certificate_number", "certificate_valid_until"]):
        first = group.iloc[0]
        product = " ".join(part for part in (first["manufacturer"], first["model"], first["version"]) if part)
        found.append(Relied(str(number), product, date.fromisoformat(str(until)) if until else None, len(group)))
    return sorted(found, key=lambda one: (one.valid_until or date.max, one.number))
