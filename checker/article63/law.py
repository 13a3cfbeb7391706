"""The law as data: statutes with their exact texts, penalties with the dates they are in force, and readings.

Everything comes from ``directory_data/law``; a change of the law is a change of data with a date.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, TypeVar

from checker.article63.statutes import Article, LawReading, MitigationItem, Provision, Statute
from checker.errors import DataError
from checker.resources import data_path, read_toml

MAIN_STATUTE = "cybersecurity_law"
STATUTES = (MAIN_STATUTE, "administrative_penalty_law", "cryptography_law")

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Law:
    """All statutes and readings.

    Attributes:
        statutes: By id, the main statute first.
        limitation_years: Years after which a violation is no longer penalised (行政处罚法 art. 36).
        readings: By id.
        mitigation: The checklist of facts to document, in the order of the articles.
    """

    statutes: Mapping[str, Statute]
    limitation_years: int
    readings: Mapping[str, LawReading] = field(default_factory=dict)
    mitigation: tuple[MitigationItem, ...] = ()

    @property
    def main(self) -> tuple[Provision, ...]:
        """The versions of the penalty of the Cybersecurity Law, oldest first."""
        return self.statutes[MAIN_STATUTE].penalties

    @property
    def second(self) -> tuple[Provision, ...]:
        """The penalties of other statutes that may apply beside."""
        return tuple(
            provision
            for statute in self.statutes.values()
            if statute.id != MAIN_STATUTE
            for provision in statute.penalties
        )

    def provision_on(self, day: date) -> Provision | None:
        """Return the penalty of the Cybersecurity Law in force on a day, or None."""
        return next((provision for provision in self.main if provision.applies_on(day)), None)

    def provision_for_undated(self, as_of: date) -> Provision:
        """Return what applies to a sale without a date: what is in force, or the nearest version (reading ``undated``)."""
        return self.provision_on(as_of) or (self.main[0] if as_of < self.main[0].in_force_from else self.main[-1])

    def article(self, statute: str, number: str, on: date | None = None) -> Article:
        """Return an article of a statute as in force on a day, without a day the latest.

        Raises:
            DataError: There is no such article.
        """
        versions = [article for article in self.statutes[statute].articles if article.number == number]
        in_force = [article for article in versions if on is None or article.in_force_from <= on]
        if not in_force:
            raise DataError("data_damaged", path="directory_data/law", detail=f"{statute} has no article {number}")
        return max(in_force, key=lambda article: article.in_force_from)


@cache
def load_law() -> Law:
    """Return the law from ``directory_data/law``.

    Raises:
        DataError: A file is missing, damaged or contradicts another.
    """
    readings = {name: _build_reading(name, entry) for name, entry in _read("readings.toml").items()}
    inclusive = readings["at_threshold"].value == "upper" if "at_threshold" in readings else True
    files = {name: _read(f"{name}.toml") for name in STATUTES}
    law = Law(
        statutes={name: _build_statute(name, entry, inclusive=inclusive) for name, entry in files.items()},
        limitation_years=int(files["administrative_penalty_law"].get("limitation_years", 0)),
        readings=readings,
        mitigation=tuple(_build("mitigation.toml", MitigationItem, item) for item in _read("mitigation.toml")["item"]),
    )
    _check(law)
    return law


def _read(name: str) -> dict[str, Any]:
    return read_toml("law", name)


def _build(name: str, kind: type[Kind], entry: Mapping[str, Any], **more: object) -> Kind:
    try:
        return kind(**entry, **more)
    except TypeError as error:
        raise DataError("data_damaged", path=str(data_path("law", name)), detail=str(error)) from error


def _build_reading(name: str, entry: Mapping[str, Any]) -> LawReading:
    lists = {key: tuple(entry.get(key, ())) for key in ("choices", "rests_on")}
    return _build("readings.toml", LawReading, {**entry, **lists}, id=name)


def _build_statute(name: str, entry: Mapping[str, Any], *, inclusive: bool) -> Statute:
    file = f"{name}.toml"
    names = {key: value for key, value in entry.items() if key not in ("article", "penalty", "limitation_years")}
    penalties = [_build_provision(name, penalty, inclusive=inclusive) for penalty in entry.get("penalty", ())]
    return _build(
        file,
        Statute,
        names,
        articles=tuple(_build(file, Article, article) for article in entry.get("article", ())),
        penalties=tuple(sorted(penalties, key=lambda provision: provision.in_force_from)),
    )


MONEY_KEYS = ("threshold", "below_min", "below_max", "multiple_min", "multiple_max")


def _build_provision(statute: str, entry: Mapping[str, Any], *, inclusive: bool) -> Provision:
    file = f"{statute}.toml"
    try:
        money = {key: Decimal(entry[key]) for key in MONEY_KEYS}
    except (KeyError, InvalidOperation, TypeError) as error:
        raise DataError("data_damaged", path=str(data_path("law", file)), detail=f"amount {error}") from error
    typed = {
        **entry,
        **money,
        "in_force_to": entry.get("in_force_to"),
        "categories": frozenset(entry.get("categories", ())),
        "measures_always": tuple(entry.get("measures_always", ())),
        "measures_serious": tuple(entry.get("measures_serious", ())),
    }
    return _build(file, Provision, typed, statute=statute, threshold_inclusive=inclusive)


def _check(law: Law) -> None:
    """Refuse a law that overlaps itself, names articles that it does not hold, or has an unknown reading."""
    for reading in law.readings.values():
        if reading.value not in reading.choices:
            detail = f"{reading.id} is {reading.value}, not one of {', '.join(reading.choices)}"
            raise DataError("data_damaged", path=str(data_path("law", "readings.toml")), detail=detail)
    if not law.main or law.limitation_years < 1:
        raise DataError("data_damaged", path="directory_data/law", detail="no penalty or no limitation period")
    for statute in law.statutes.values():
        for provision in statute.penalties:
            law.article(statute.id, provision.article)
            law.article(statute.id, provision.duty_article)
        for earlier, later in zip(statute.penalties, statute.penalties[1:], strict=False):
            if earlier.in_force_to is None or earlier.in_force_to >= later.in_force_from:
                raise DataError("data_damaged", path="directory_data/law", detail=f"{earlier.id} overlaps {later.id}")
    for item in law.mitigation:
        statute_id, number = item.article.split("/")
        if item.clause not in law.article(statute_id, number).text:
            raise DataError(
                "data_damaged", path="directory_data/law", detail=f"{item.code} does not quote {item.article}"
            )
