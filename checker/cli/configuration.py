"""Where the settings of a check come from: options, then the environment, then a configuration file, then defaults.

The file is ``checker.toml`` or the table ``[tool.checker]`` of ``pyproject.toml``, looked for upwards from the first
inventory. Its keys are the long names of the options; paths in it are relative to the file.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from checker.errors import ConfigurationError
from checker.loader.ages import load_old_after_days

FILE_NAME = "checker.toml"
VARIABLE_PREFIX = "CHECKER_"
LIST_SEPARATORS = {"register": os.pathsep, "sheet": ",", "output": ","}
DEFAULT, OPTION, ENVIRONMENT = "default", "option", "environment"


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class Settings(BaseModel):
    """Everything that a check can be told, besides its inventories. The file of a configuration has these keys."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=_kebab, populate_by_name=True, title="checker"
    )

    register_: tuple[Path, ...] = Field(
        (), alias="register", description="Lists of certificates and test results; none: the stored register."
    )
    store: Path | None = Field(None, description="The stored register; none: the one in the user's data folder.")
    as_of: date = Field(default_factory=date.today, description="Day on which lines without a sale date are judged.")
    directory: str | None = Field(
        None, description="Edition of the Directory; none: 2023, or a newer one in force that was stored."
    )
    threshold_rule: Literal["all", "any"] = Field("all", description="Reading of several thresholds in one category.")
    rate: dict[str, Decimal] = Field(default_factory=dict, description="Yuan per unit of a foreign currency.")
    rates_file: Path | None = Field(None, description="Rates by date: columns date, currency, rate, optionally per.")
    column: dict[str, str] = Field(default_factory=dict, description="Field to header or column letter.")
    date_order: Literal["dmy", "mdy"] | None = Field(
        None, description="How dates like 03/04/2026 are read; none: they are ambiguous, and a problem."
    )
    sheet: tuple[str, ...] = Field((), description="Names of the only sheets to read.")
    case_by: Literal["seller", "product", "category", "shipment", "all"] = Field(
        "seller", description="What makes one case under Article 63."
    )
    tax_excluded: bool = Field(
        default=False, description="Prices do not include the tax of the tax column; the net reading takes none off."
    )
    plan: bool = Field(default=False, description="Dates and quantities are intended sales: decide per shipment.")
    decisions: Path | None = Field(None, description="File of decisions, which go before those in the store.")
    against: Path | None = Field(None, description="Earlier JSON report to compare with; none: nothing is compared.")
    fail_on: Literal["review", "uncertified", "never"] = Field("review", description="From which verdict on to fail.")
    max_age: int = Field(
        default_factory=load_old_after_days, ge=1, description="Days after which a list of certificates is called old."
    )
    output: tuple[str, ...] = Field((), description="Reports to write, FORMAT or FORMAT=PATH.")
    quiet: bool = Field(default=False, description="No progress, notes or summary beside the reports asked for.")
    lang: Literal["zh", "en"] | None = Field(None, description="Language of human reports; none: the locale's.")

    @field_validator("rate")
    @classmethod
    def _name_currencies(cls, rates: dict[str, Decimal]) -> dict[str, Decimal]:
        for currency, rate in rates.items():
            if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and rate.is_finite() and rate > 0):
                raise ValueError(f"{currency} = {rate}: three letters and a positive number are expected")
        return {currency.upper(): rate for currency, rate in rates.items()}


NAMES = {(field.alias or _kebab(name)): name for name, field in Settings.model_fields.items()}
PATHS = frozenset({"register", "store", "rates-file", "decisions", "against"})


@dataclass(frozen=True)
class Effective:
    """Settings in force, and where each comes from.

    Attributes:
        settings: The settings.
        origins: By key: ``option``, ``environment`` (with the variable), the file's path, or ``default``.
        file: The configuration file found, or None.
    """

    settings: Settings
    origins: Mapping[str, str]
    file: Path | None


def settle(options: Mapping[str, Any], start: Path | None, environment: Mapping[str, str] | None = None) -> Effective:
    """Return the settings in force.

    Args:
        options: Values given on the command line by key (``as-of``); those left out are None or empty.
        start: Where to begin looking for a configuration file: an inventory or a folder.
        environment: Variables ``CHECKER_*``; by default those of the process.

    Raises:
        ConfigurationError: A file or variable has an unknown key or a value that cannot be understood (exit code 68).
    """
    file, table = find_file(start or Path.cwd())
    variables = dict(read_environment(os.environ if environment is None else environment))
    values: dict[str, Any] = {}
    origins = dict.fromkeys(NAMES, DEFAULT)
    given = {key: value for key, value in options.items() if value not in (None, (), [], {}, False)}
    for origin, layer in ((str(file), table), (ENVIRONMENT, variables), (OPTION, given)):
        _validate(layer, origin)
        values |= layer
        for key in layer:
            origins[key] = f"{origin} {VARIABLE_PREFIX}{_screaming(key)}" if origin == ENVIRONMENT else origin
    return Effective(_validate(values, OPTION), origins, file)


def find_file(start: Path) -> tuple[Path | None, dict[str, Any]]:
    """Return the nearest configuration file at or above a place, with its table; (None, {}) when there is none.

    Raises:
        ConfigurationError: The file is not TOML or not UTF-8.
    """
    place = Path(os.path.realpath(start))
    folder = place if place.is_dir() else place.parent
    for place in (folder, *folder.parents):
        own, project = place / FILE_NAME, place / "pyproject.toml"
        if own.is_file():
            return own, _anchor(_read(own), place)
        if project.is_file():
            table = _read(project).get("tool", {}).get("checker")
            if table is not None:
                return project, _anchor(table, place)
    return None, {}


def read_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Yield key and value of every variable that is a setting; other variables of the prefix are not ours to judge."""
    keys = {_screaming(key): key for key in NAMES}
    for variable, text in environment.items():
        key = keys.get(variable.removeprefix(VARIABLE_PREFIX)) if variable.startswith(VARIABLE_PREFIX) else None
        if key is None or not text.strip():
            continue
        if key in LIST_SEPARATORS:
            yield key, tuple(part.strip() for part in text.split(LIST_SEPARATORS[key]) if part.strip())
        elif key in ("rate", "column"):
            yield key, _pairs(text, variable)
        else:
            yield key, text.strip()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a configuration file."""
    return Settings.model_json_schema(by_alias=True)


def _screaming(key: str) -> str:
    return key.replace("-", "_").upper()


def _pairs(text: str, variable: str) -> dict[str, str]:
    pairs = {}
    for part in text.split(","):
        name, separator, value = (piece.strip() for piece in part.partition("="))
        if not (name and separator and value):
            raise ConfigurationError("config_value", origin=variable, key=name, detail=part)
        pairs[name] = value
    return pairs


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigurationError("config_damaged", path=str(path), detail=str(error)) from error


def _anchor(table: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return a file's table with keys in their own spelling and its paths relative to the working directory."""
    anchored: dict[str, Any] = {}
    for name, value in table.items():
        key = _kebab(name)
        if key in PATHS and isinstance(value, str):
            anchored[key] = str(folder / value)
        elif key in PATHS and isinstance(value, list):
            anchored[key] = [str(folder / part) if isinstance(part, str) else part for part in value]
        else:
            anchored[key] = value
    return anchored


def _validate(values: Mapping[str, Any], origin: str) -> Settings:
    for key in values:
        if key not in NAMES:
            from rapidfuzz import process  # noqa: PLC0415 - only for a wrong key

            nearest, *_ = process.extractOne(key, list(NAMES))
            raise ConfigurationError("config_key", origin=origin, key=key, nearest=nearest, keys=", ".join(NAMES))
    try:
        return Settings.model_validate(dict(values))
    except ValidationError as error:
        problem = error.errors()[0]
        key = str(problem["loc"][0]) if problem["loc"] else ""
        detail = f"{problem['input']!r}: {problem['msg']}"
        raise ConfigurationError("config_value", origin=origin, key=key, detail=detail) from error
