"""The data files of one edition: ``edition.json`` made by the loader, ``rows.csv`` and ``source.toml`` kept by people."""

import csv
import json
import tomllib
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from checker.errors import DataError
from checker.loader.directory import Category, Directory, Threshold

COMPARISONS = (">=", "<=", ">", "<")
FACTS = ("name_en", "checked_zh", "checked_en", "is_checked")


def encode_edition(directory: Directory) -> bytes:
    """Return an edition as the bytes of ``edition.json``, the same for the same edition."""
    document = {
        "edition": directory.edition,
        "announcement": directory.announcement,
        "issued_on": directory.issued_on.isoformat() if directory.issued_on else None,
        "issued_by": list(directory.issued_by),
        "effective_from": directory.effective_from.isoformat(),
        "repeals": list(directory.repeals),
        "source": {
            "file": directory.source,
            "sha256": directory.sha256,
            "provenance_zh": directory.provenance_zh,
            "provenance_en": directory.provenance_en,
        },
        "categories": [
            {
                "id": category.id,
                "name_zh": category.name_zh,
                "scope_zh": category.scope_zh,
                "thresholds": [
                    {
                        "quantity": threshold.quantity,
                        "comparison": threshold.comparison,
                        "value": str(threshold.value),
                        "unit": threshold.unit,
                        "text": threshold.text,
                    }
                    for threshold in category.thresholds
                ],
                **_encode_facts(category),
            }
            for category in directory.categories
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _encode_facts(category: Category) -> dict[str, object]:
    """Return what people know of a row, where it does not stand in ``rows.csv``."""
    if not (category.name_en or category.checked):
        return {}
    return {
        "name_en": category.name_en,
        "checked_zh": category.checked_zh,
        "checked_en": category.checked,
        "is_checked": category.is_checked,
    }


def decode_edition(data: bytes, path: str) -> Directory:
    """Return the edition that ``edition.json`` holds.

    Raises:
        DataError: It is not such a file.
    """
    try:
        document = json.loads(data)
        source = document["source"]
        return Directory(
            edition=str(document["edition"]),
            announcement=str(document["announcement"]),
            issued_by=tuple(map(str, document["issued_by"])),
            effective_from=date.fromisoformat(document["effective_from"]),
            effective_to=None,
            source=Path(source["file"]).name,
            sha256=str(source["sha256"]),
            categories=tuple(map(_decode_category, document["categories"])),
            issued_on=date.fromisoformat(document["issued_on"]) if document["issued_on"] else None,
            repeals=tuple(map(str, document["repeals"])),
            provenance_zh=str(source["provenance_zh"]),
            provenance_en=str(source["provenance_en"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise DataError("data_damaged", path=path, detail=f"{type(error).__name__}: {error}") from error


def _decode_category(row: dict[str, Any]) -> Category:
    return Category(
        id=str(row["id"]),
        name_zh=str(row["name_zh"]),
        name_en=str(row.get("name_en", "")),
        scope_zh=str(row["scope_zh"]),
        thresholds=tuple(map(_decode_threshold, row["thresholds"])),
        checked=str(row.get("checked_en", "")),
        is_checked=row.get("is_checked", False) is True,
        checked_zh=str(row.get("checked_zh", "")),
    )


def _decode_threshold(row: dict[str, Any]) -> Threshold:
    if row["comparison"] not in COMPARISONS:
        raise ValueError(row["comparison"])
    return Threshold(str(row["quantity"]), row["comparison"], Decimal(row["value"]), str(row["unit"]), str(row["text"]))


def read_facts(folder: Path) -> dict[str, dict[str, str]]:
    """Return what people keep beside an edition for each row: English name and how far it was checked.

    Raises:
        DataError: ``rows.csv`` is damaged.
    """
    path = folder / "rows.csv"
    if not path.exists():
        return {}
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return {row["id"]: {name: row[name] for name in FACTS} for row in csv.DictReader(stream, strict=True)}
    except (OSError, csv.Error, UnicodeDecodeError, KeyError) as error:
        raise DataError("data_damaged", path=str(path), detail=str(error)) from error


def read_source(folder: Path) -> dict[str, str]:
    """Return what is known of a saved page: ``file``, ``zh`` and ``en`` (its provenance in words).

    Raises:
        DataError: ``source.toml`` is missing or damaged.
    """
    path = folder / "source.toml"
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: str(read[name]) for name in ("file", "zh", "en")}
    except OSError as error:
        raise DataError("data_missing", path=str(path)) from error
    except (ValueError, KeyError) as error:
        raise DataError("data_damaged", path=str(path), detail=str(error)) from error
