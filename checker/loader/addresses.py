"""Addresses of the authorities that publish lists, from ``directory_data/register/sources.toml``."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from checker.errors import DataError, UsageError
from checker.loader.fetching import is_address
from checker.loader.store import open_store, store_exists, view
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


def find_addresses(names: Sequence[str], store: Path) -> dict[str, str]:
    """Return the addresses to fetch, each with the name of its source.

    Args:
        names: Names of stored sources, names of known ones, or addresses; empty for every stored source with an address.
        store: The store's file.

    Raises:
        DataError: A known source is a home page and no list.
        UsageError: A name is unknown, stands for a file, or no stored source has an address.
    """
    stored = _stored_addresses(store)
    if not names:
        found = {address: name for name, address in stored.items() if is_address(address)}
        if not found:
            raise UsageError("fetch_nothing", names=", ".join(known.name for known in known_sources()))
        return found
    return dict(_find_address(name, stored) for name in names)


def _find_address(name: str, stored: dict[str, str]) -> tuple[str, str]:
    known = next((one for one in known_sources() if name in (one.name, one.address)), None)
    if name in stored and is_address(stored[name]):
        return stored[name], name
    if name in stored:
        raise UsageError("fetch_is_file", name=name, path=stored[name])
    if known and known.role == "home":
        raise DataError("fetch_is_home", name=known.title_zh, name_en=known.title_en, address=known.address)
    if known:
        return known.address, known.name
    if is_address(name):
        return name, next((source for source, address in stored.items() if address == name), name)
    raise UsageError("fetch_unknown", name=name, names=", ".join([*stored, *(one.name for one in known_sources())]))


def _stored_addresses(store: Path) -> dict[str, str]:
    if not store_exists(store):
        return {}
    with open_store(store) as connection, view(connection):
        query = "SELECT name, address FROM sources WHERE retired = '' ORDER BY id"
        return dict(connection.execute(query).fetchall())
