"""Editions and their differences as text and as JSON-ready objects."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from checker.loader.directory import Category, Directory
from checker.messages import Language, messages

if TYPE_CHECKING:
    from checker.loader.comparison import Change


def word_changes(changes: "Sequence[Change]", language: Language) -> Iterator[str]:
    """Yield each difference in two or three lines: the category and what differs, the old text, the new one."""
    for change in changes:
        yield f"{change.id}  {messages()[f'directory_change_{change.kind}'].word(language, {})}"
        if change.old:
            yield f"  - {change.old}"
        if change.new:
            yield f"  + {change.new}"


def changes_to_json(changes: "Sequence[Change]") -> list[dict[str, str | None]]:
    """Return differences as objects; a text that is not there is null."""
    return [
        {"id": change.id, "kind": change.kind, "old": change.old or None, "new": change.new or None}
        for change in changes
    ]


def word_edition(directory: Directory, language: Language) -> Iterator[str]:
    """Yield an edition line by line; rows that have not been wholly checked bear an asterisk."""
    facts = {
        "edition": directory.edition,
        "announcement": directory.announcement,
        "bodies": "、".join(directory.issued_by) or "–",
        "since": directory.effective_from,
        "until": directory.effective_to or "–",
        "rows": len(directory.categories),
        "unchecked": directory.unchecked_rows,
        "source": directory.source,
        "sha256": directory.sha256,
        "provenance": directory.provenance_zh if language == "zh" else directory.provenance_en,
    }
    yield from messages()["directory_head"].word(language, facts).splitlines()
    for category in directory.categories:
        yield ""
        yield from word_category(category, language)
    if directory.unchecked_rows:
        yield ""
        yield messages()["directory_unchecked"].word(language, facts)


def word_category(category: Category, language: Language) -> Iterator[str]:
    """Yield one row: id, mark, names, text, limits as they were read, and how far it was checked."""
    mark = " " if category.is_checked else "*"
    name = f"{category.name_zh}  {category.name_en}" if language == "en" and category.name_en else category.name_zh
    yield f"{category.id}{mark} {name}"
    yield f"     {category.scope_zh}"
    if category.thresholds and language == "en":
        limits = (f"{limit.quantity} {limit.comparison} {limit.value} {limit.unit}" for limit in category.thresholds)
        yield f"     {'; '.join(limits)}"
    checked = category.checked_zh if language == "zh" and category.checked_zh else category.checked
    yield f"     {messages()['directory_checked'].word(language, {'checked': checked or '–'})}"


def head_to_json(directory: Directory) -> dict[str, Any]:
    """Return an edition without its rows as an object."""
    return {
        "edition": directory.edition,
        "announcement": directory.announcement,
        "issued_on": directory.issued_on,
        "issued_by": list(directory.issued_by),
        "effective_from": directory.effective_from,
        "effective_to": directory.effective_to,
        "source": directory.source,
        "sha256": directory.sha256,
        "provenance_zh": directory.provenance_zh,
        "provenance_en": directory.provenance_en,
        "rows": len(directory.categories),
        "unchecked_rows": directory.unchecked_rows,
    }


def edition_to_json(directory: Directory) -> dict[str, Any]:
    """Return an edition with its rows as an object."""
    return head_to_json(directory) | {
        "categories": [
            {
                "id": category.id,
                "name_zh": category.name_zh,
                "name_en": category.name_en or None,
                "scope_zh": category.scope_zh,
                "thresholds": [
                    {
                        "quantity": limit.quantity,
                        "comparison": limit.comparison,
                        "value": str(limit.value),
                        "unit": limit.unit,
                        "text": limit.text,
                    }
                    for limit in category.thresholds
                ],
                "checked_zh": category.checked_zh or None,
                "checked_en": category.checked or None,
                "is_checked": category.is_checked,
            }
            for category in directory.categories
        ]
    }
