"""Values of options that need no checking are taken as they are.

Typer builds a pydantic model for the value of every option, given or not, which costs more than a small check does. What a model would
only repeat is taken here; typer is asked for the rest, so that its errors are its own.
"""

import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin

from typer.core import TyperCommand, TyperGroup


class PlainCommand(TyperCommand):
    """A command whose plain values are taken as they are."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - typer's context
        """Return every parameter, that of the help included."""
        return take_plain_values(super().get_params(ctx))


class PlainGroup(TyperGroup):
    """Commands under one name; the plain values of its own options are taken as they are."""

    def get_params(self, ctx: Any) -> list[Any]:  # noqa: ANN401 - typer's context
        """Return every parameter, that of the help included."""
        return take_plain_values(super().get_params(ctx))


def take_plain_values(parameters: list[Any]) -> list[Any]:
    """Let parameters take plain values as they are, and return them."""
    for parameter in parameters:
        build = getattr(parameter, "get_runtime_param", None)
        if build and hasattr(parameter, "type_descriptor") and "get_runtime_param" not in vars(parameter):
            coercion = PlainCoercion(parameter.type_descriptor.annotation, build)
            parameter.get_runtime_param = lambda coercion=coercion: coercion
    return parameters


class PlainCoercion:
    """What makes the value of one parameter from its text.

    Attributes:
        annotation: The type wanted.
        build: Returns typer's own.
    """

    def __init__(self, annotation: Any, build: Callable[[], Any]) -> None:  # noqa: ANN401 - a type or a generic
        self.annotation, self.build = annotation, build

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:  # noqa: ANN401 - typer's protocol
        """Return the value of a parameter.

        Raises:
            BadParameter: The value is not of the type.
        """
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        plain = take_plain(self.annotation, value)
        return self.build().coerce(value, param=param, ctx=ctx) if plain is None else plain


def take_plain(annotation: Any, value: Any) -> Any:  # noqa: ANN401 - of the type wanted
    """Return a value of the type wanted, or None when it is not plain that the text is one."""
    if get_origin(annotation) is list and isinstance(value, (list, tuple)):
        taken = [take_plain(get_args(annotation)[0], one) for one in value]
        return None if None in taken else taken
    if not isinstance(value, str):
        return None
    if annotation is str:
        return value
    if annotation is Path:
        return Path(value) if os.access(value, os.R_OK) or not os.path.lexists(value) else None
    if isinstance(annotation, type) and issubclass(annotation, StrEnum) and value in list(annotation):
        return annotation(value)
    return None
