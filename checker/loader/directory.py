"""The Directory: editions, categories, thresholds. Frozen, small, and quoted exactly."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Comparison = Literal[">=", "<=", ">", "<"]


@dataclass(frozen=True)
class Threshold:
    """One performance limit of a category.

    Attributes:
        quantity: What is measured: ``throughput``, ``forwarding_rate``, ``routes``, ``cpus``, ``cores``, ``memory``,
            ``instruction_time`` for the key equipment; other editions bring their own names.
        comparison: How a product's figure must stand to ``value``.
        value: The limit in ``unit``, as printed.
        unit: The unit as printed, e.g. ``Tbps``, ``Gpps``, ``万条``, ``个``, ``GB``, ``微秒``.
        text: The exact source text of the threshold.
    """

    quantity: str
    comparison: Comparison
    value: Decimal
    unit: str
    text: str


@dataclass(frozen=True)
class Category:
    """One row of the Directory.

    Attributes:
        id: ``E01``… for network key equipment, ``P01``… for cybersecurity-specific products.
        name_zh: Name as printed.
        name_en: English name, a translation for convenience.
        scope_zh: The row's second cell as printed: thresholds or description.
        thresholds: Parsed from ``scope_zh``; empty where the row has none.
        checked: How far the row was compared with an official page or reprint.
        is_checked: Whether the whole row was compared.
        checked_zh: ``checked`` in Chinese.
    """

    id: str
    name_zh: str
    name_en: str
    scope_zh: str
    thresholds: tuple[Threshold, ...]
    checked: str
    is_checked: bool
    checked_zh: str = ""


@dataclass(frozen=True)
class Directory:
    """One edition of the Directory of Network Key Equipment and Cybersecurity-specific Products.

    Attributes:
        edition: ``2023`` or ``2017``.
        announcement: Announcement number and date as printed.
        issued_by: Issuing bodies.
        effective_from: First day in force.
        effective_to: Last day in force, or None.
        source: File the edition was parsed from.
        sha256: Of that file.
        categories: In the order of the Directory.
        issued_on: Date of the announcement, or None where it is not known.
        repeals: Numbers of the announcements whose Directory this one ends.
        provenance_zh: Where the source comes from, in Chinese.
        provenance_en: Likewise in English.
    """

    edition: str
    announcement: str
    issued_by: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    source: str
    sha256: str
    categories: tuple[Category, ...]
    issued_on: date | None = None
    repeals: tuple[str, ...] = ()
    provenance_zh: str = ""
    provenance_en: str = ""

    @property
    def unchecked_rows(self) -> int:
        """How many rows have not been wholly compared with an official page or reprint."""
        return sum(not category.is_checked for category in self.categories)
