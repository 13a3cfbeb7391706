"""Where the settings of a check come from: options, then the environment, then a configuration file, then defaults.

The file is ``checker.toml`` or the table ``[tool.checker]`` of ``pyproject.toml``, looked for upwards from the first
inventory. Its keys are the long names of the options; paths in it are relative to the file.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from checker.cli.settings import NAMES, Settings, kebab
from checker.errors import ConfigurationError

FILE_NAME = "checker.toml"
VARIABLE_PREFIX = "CHECKER_"
LIST_SEPARATORS = {"register": os.pathsep, "sheet": ",", "output": ","}
DEFAULT, OPTION, ENVIRONMENT = "default", "option", "environment"


PATHS = frozenset({"register", "store", "rates-file", "decisions", "against"})
TYPED = frozenset(NAMES) - {"max-age"}
"""What the command line has checked wholly when it is given as an option."""


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
    given = {key: value for key, value in options.items() if value not in (None, (), [], {}, False)}
    origins = dict.fromkeys(NAMES, DEFAULT)
    if not table and not variables and given.keys() <= TYPED:
        return Effective(_settings_of(given), origins | dict.fromkeys(given, OPTION), file)
    from checker.cli.written_settings import read_settings  # noqa: PLC0415 - loads pydantic

    values: dict[str, Any] = {}
    for origin, layer in ((str(file), table), (ENVIRONMENT, variables), (OPTION, given)):
        _refuse_unknown(layer, origin)
        read_settings(layer, origin)
        values |= layer
        for key in layer:
            origins[key] = f"{origin} {VARIABLE_PREFIX}{_screaming(key)}" if origin == ENVIRONMENT else origin
    return Effective(read_settings(values, OPTION), origins, file)


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
    import tomllib  # noqa: PLC0415 - only where there is a file

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigurationError("config_damaged", path=str(path), detail=str(error)) from error


def _anchor(table: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return a file's table with keys in their own spelling and its paths relative to the working directory."""
    anchored: dict[str, Any] = {}
    for name, value in table.items():
        key = kebab(name)
        if key in PATHS and isinstance(value, str):
            anchored[key] = str(folder / value)
        elif key in PATHS and isinstance(value, list):
            anchored[key] = [str(folder / part) if isinstance(part, str) else part for part in value]
        else:
            anchored[key] = value
    return anchored


def _refuse_unknown(keys: Iterable[str], origin: str) -> None:
    for key in keys:
        if key not in NAMES:
            from rapidfuzz import process  # noqa: PLC0415 - only for a wrong key

            nearest, *_ = process.extractOne(key, list(NAMES))
            raise ConfigurationError("config_key", origin=origin, key=key, nearest=nearest, keys=", ".join(NAMES))


def _settings_of(options: Mapping[str, Any]) -> Settings:
    """Return the settings of options that the command line has checked."""
    values: dict[str, Any] = {}
    for key, value in options.items():
        plain = value.value if isinstance(value, Enum) else value
        values[NAMES[key]] = tuple(plain) if isinstance(plain, list) else plain
    return Settings(**values)
