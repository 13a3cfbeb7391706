"""Texts from the command line become typed values, or one sentence saying what was expected."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from checker.errors import UsageError


class ThresholdRule(StrEnum):
    """How several thresholds of one category are read."""

    ALL = "all"
    ANY = "any"


class FailOn(StrEnum):
    """From which verdict on the exit code is not 0."""

    REVIEW = "review"
    UNCERTIFIED = "uncertified"
    NEVER = "never"


class CaseBy(StrEnum):
    """What makes one case under Article 63."""

    SELLER = "seller"
    PRODUCT = "product"
    CATEGORY = "category"
    SHIPMENT = "shipment"
    ALL = "all"


class DateOrder(StrEnum):
    """How a date like 03/04/2026 is read."""

    DMY = "dmy"
    MDY = "mdy"


class Lang(StrEnum):
    """Language of human reports."""

    ZH = "zh"
    EN = "en"


def parse_day(text: str, option: str) -> date:
    """Return an ISO date.

    Raises:
        UsageError: The text is not YYYY-MM-DD.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError("bad_day", option=option, text=text) from error


def parse_pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    """Return ``NAME=VALUE`` texts as a mapping.

    Raises:
        UsageError: A text has no ``=``, an empty side, or a name is given twice with different values.
    """
    pairs: dict[str, str] = {}
    for text in texts:
        name, separator, value = (part.strip() for part in text.partition("="))
        if not (separator and name and value):
            raise UsageError("bad_pair", option=option, text=text)
        if pairs.setdefault(name, value) != value:
            raise UsageError("pair_twice", option=option, name=name)
    return pairs


def parse_rates(texts: Sequence[str]) -> dict[str, Decimal]:
    """Return ``CUR=YUAN`` texts as yuan per unit of currency.

    Raises:
        UsageError: A currency is not three letters, or a rate not a positive number.
    """
    rates: dict[str, Decimal] = {}
    for currency, text in parse_pairs(texts, "--rate").items():
        try:
            rate = Decimal(text)
        except InvalidOperation:
            rate = Decimal("NaN")
        code = currency.upper()
        if not (
            len(code) == 3
            and code not in ("CNY", "RMB")
            and code.isascii()
            and code.isalpha()
            and rate.is_finite()
            and rate > 0
        ):
            raise UsageError("bad_rate", text=f"{currency}={text}")
        rates[code] = rate
    return rates


@dataclass(frozen=True)
class Output:
    """One wanted report: its format, where it goes (None: stdout), and whether as a folder of parts."""

    format: str
    path: Path | None
    folder: bool = False


def refuse_repeats(inventories: Sequence[Path], registers: Sequence[Path]) -> None:
    """Refuse a file given twice, or as inventory and as list of certificates: its money, or its products, would count for more.

    Raises:
        UsageError: Naming the file.
    """
    seen: set[str] = set()
    for path in inventories:
        real = os.path.realpath(path)
        if real in seen:
            raise UsageError("inventory_twice", path=str(path))
        seen.add(real)
    for path in registers:
        if os.path.realpath(path) in seen:
            raise UsageError("register_is_inventory", path=str(path))


def parse_outputs(texts: Sequence[str], formats: Sequence[str], inputs: Sequence[Path]) -> tuple[Output, ...]:
    """Return ``FORMAT[=PATH]`` texts as outputs.

    Raises:
        UsageError: An unknown format, two reports for stdout or one path, or a report that would replace an input.
    """
    outputs: list[Output] = []
    for text in texts:
        name, separator, target = text.partition("=")
        if name not in formats or (separator and not target):
            raise UsageError("bad_output", text=text, formats=", ".join(formats))
        path = Path(target) if separator and target != "-" else None
        if path in (output.path for output in outputs):
            raise UsageError("output_twice", target=str(path or "stdout"))
        if path and os.path.realpath(path) in map(os.path.realpath, inputs):
            raise UsageError("output_is_input", path=str(path))
        if path and not path.parent.is_dir():
            raise UsageError("output_folder_missing", path=str(path), folder=str(path.parent))
        outputs.append(Output(name, path, folder=name == "parquet" and target.endswith("/")))
    return tuple(outputs)
