# ruff: noqa: RUF009 - describe() is dataclasses.field() with words
"""The settings of a check: their names, types and defaults. What a person wrote is checked in ``configuration``."""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from checker.loader.ages import load_old_after_days


def describe(description: str, default: Any = None, *, make: Any = None) -> Any:  # noqa: ANN401 - as dataclasses.field
    """Return a setting with what it is and its default, or what makes that."""
    metadata = {"description": description}
    return field(default_factory=make, metadata=metadata) if make else field(default=default, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that a check can be told, besides its inventories. The file of a configuration has these keys."""

    register_: tuple[Path, ...] = describe("Lists of certificates and test results; none: the stored register.", ())
    store: Path | None = describe("The stored register; none: the one in the user's data folder.")
    as_of: date = describe("Day on which lines without a sale date are judged.", make=date.today)
    directory: str | None = describe("Edition of the Directory; none: 2023, or a newer one in force that was stored.")
    threshold_rule: Literal["all", "any"] = describe("Reading of several thresholds in one category.", "all")
    rate: dict[str, Decimal] = describe("Yuan per unit of a foreign currency.", make=dict)
    rates_file: Path | None = describe("Rates by date: columns date, currency, rate, optionally per.")
    column: dict[str, str] = describe("Field to header or column letter.", make=dict)
    date_order: Literal["dmy", "mdy"] | None = describe(
        "How dates like 03/04/2026 are read; none: they are ambiguous, and a problem."
    )
    sheet: tuple[str, ...] = describe("Names of the only sheets to read.", ())
    case_by: Literal["seller", "product", "category", "shipment", "all"] = describe(
        "What makes one case under Article 63.", "seller"
    )
    tax_excluded: bool = describe(
        "Prices do not include the tax of the tax column; the net reading takes none off.", default=False
    )
    plan: bool = describe("Dates and quantities are intended sales: decide per shipment.", default=False)
    decisions: Path | None = describe("File of decisions, which go before those in the store.")
    against: Path | None = describe("Earlier JSON report to compare with; none: nothing is compared.")
    fail_on: Literal["review", "uncertified", "never"] = describe("From which verdict on to fail.", "review")
    max_age: int = describe("Days after which a list of certificates is called old.", make=load_old_after_days)
    output: tuple[str, ...] = describe("Reports to write, FORMAT or FORMAT=PATH.", ())
    quiet: bool = describe("No progress, notes or summary beside the reports asked for.", default=False)
    lang: Literal["zh", "en"] | None = describe("Language of human reports; none: the locale's.")


def kebab(name: str) -> str:
    """Return the name of a setting as it is written."""
    return name.rstrip("_").replace("_", "-")


NAMES = {kebab(each.name): each.name for each in fields(Settings)}
"""Name of every setting as it is written, and as an attribute."""
