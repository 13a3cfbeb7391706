"""Addresses of the authorities that publish lists, from ``directory_data/register/sources.toml``."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from checker.errors import DataError
from checker.resources import data_path, read_toml


@dataclass(frozen=True)
class KnownSource:
    """One known address.

    Attributes:
        name: Short name for the command line.
        title_zh: The authority in Chinese.
        title_en: The authority in English.
        address: Of the page.
        role: ``home`` (a page to start from) or ``list`` (a list that can be imported).
        kind: Kind of list it publishes; see ``expectations.toml``.
        last_seen_working: ISO date, or ``""`` when it was never tried.
    """

    name: str
    title_zh: str
    title_en: str
    address: str
    role: Literal["home", "list"]
    kind: str
    last_seen_working: str


@cache
def known_sources() -> tuple[KnownSource, ...]:
    """Return the known addresses in the order of the data file.

    Raises:
        DataError: The file is missing or damaged.
    """
    fields = tuple(KnownSource.__dataclass_fields__)
    try:
        return tuple(
            KnownSource(**{field: row[field] for field in fields})
            for row in read_toml("register", "sources.toml")["source"]
        )
    except (KeyError, TypeError) as error:
        path = data_path("register", "sources.toml")
        raise DataError("data_damaged", path=str(path), detail=str(error)) from error
