"""Settings as a person wrote them, in a file or a variable: checked against their types, and the schema of a file."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from decimal import Decimal
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, field_validator

from checker.cli.settings import Settings, kebab
from checker.errors import ConfigurationError

LIMITS: Mapping[str, Mapping[str, Any]] = {"max_age": {"ge": 1}}
"""What a setting must keep beside its type."""


class _Written(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=kebab, populate_by_name=True, title="checker"
    )

    @field_validator("rate", check_fields=False)
    @classmethod
    def _name_currencies(cls, rates: dict[str, Decimal]) -> dict[str, Decimal]:
        for currency, rate in rates.items():
            if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and rate.is_finite() and rate > 0):
                raise ValueError(f"{currency} = {rate}: three letters and a positive number are expected")
        return {currency.upper(): rate for currency, rate in rates.items()}


def _make_model() -> type[_Written]:
    hints = get_type_hints(Settings)
    parts: dict[str, Any] = {}
    for each in fields(Settings):
        default = (
            {"default": each.default} if each.default is not MISSING else {"default_factory": each.default_factory}
        )
        limits = LIMITS.get(each.name, {})
        parts[each.name] = (hints[each.name], Field(**default, **limits, description=each.metadata["description"]))
    return create_model("Settings", __base__=_Written, __doc__=Settings.__doc__, **parts)


MODEL = _make_model()


def read_settings(values: Mapping[str, Any], origin: str) -> Settings:
    """Return settings from what was written.

    Args:
        values: Values of any type by the names of the settings as they are written.
        origin: Where they come from, as an error names it.

    Raises:
        ConfigurationError: A value cannot be understood (exit code 68).
    """
    try:
        model = MODEL.model_validate(dict(values))
    except ValidationError as error:
        problem = error.errors()[0]
        key = str(problem["loc"][0]) if problem["loc"] else ""
        detail = f"{problem['input']!r}: {problem['msg']}"
        raise ConfigurationError("config_value", origin=origin, key=key, detail=detail) from error
    return Settings(**{name: getattr(model, name) for name in MODEL.model_fields})


def dump_settings(settings: Settings) -> dict[str, Any]:
    """Return settings as JSON has them, by their names as they are written."""
    return MODEL.model_validate(vars(settings)).model_dump(mode="json", by_alias=True)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a configuration file."""
    return MODEL.model_json_schema(by_alias=True)
