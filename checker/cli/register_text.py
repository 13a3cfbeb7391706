"""How ``checker register`` words what it found."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.cli.console import reader_language, say_note
from checker.messages import messages

if TYPE_CHECKING:
    import pandas as pd

    from checker.loader.importing import ImportResult
    from checker.loader.inquiry import SourceStatus


def word(code: str, **facts: object) -> str:
    """Return a sentence in the reader's language."""
    return messages()[code].word(reader_language(), facts)


def records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Return a frame's rows as dictionaries of plain values."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def product_records(products: "pd.DataFrame") -> list[dict[str, Any]]:
    """Return products as :func:`records`, the cells of columns that are no field as a dictionary."""
    from checker.loader.register import read_extra  # noqa: PLC0415 - loads pandas

    return [product | {"extra": read_extra(product["extra"])} for product in records(products)]


def write_json(value: object, path: Path | None) -> None:
    """Write a value as JSON, to a file or to stdout."""
    _write(f"{json.dumps(value, ensure_ascii=False, indent=2, default=str)}\n", path)


def write_lines(lines: Sequence[str], path: Path | None) -> None:
    """Write lines for people, to a file or to stdout; control characters from lists are made visible."""
    from checker.report.safety import clean_line  # noqa: PLC0415 - loads pandas

    _write("".join(f"{clean_line(line)}\n" for line in lines), path)


def print_import(result: "ImportResult", *, quiet: bool) -> None:
    """Print what became of one list, and on stderr what its reader should look at."""
    source, changes = result.source, result.changes
    facts = {"name": source.name, "day": source.retrieved, "entries": source.entries, "rows": source.rows_read}
    aside = len(source.set_aside)
    lines = [word("import_unchanged", **facts)] if result.is_unchanged else [word("import_done", aside=aside, **facts)]
    if not result.is_unchanged and not result.is_first:
        lines.append(word("import_changes", **vars(changes)))
    lines.extend(_aside_lines(_count(reason for _, reason in source.set_aside)))
    write_lines(lines, None)
    if result.snapshot and result.snapshot.means == "offline":
        age = result.snapshot.age_days()
        say_note(word("import_offline", address=result.snapshot.address, days=age), quiet=quiet)
    if source.unknown_columns:
        say_note(word("import_unknown", columns="、".join(source.unknown_columns)), quiet=quiet)
    if result.overlap:
        say_note(word("import_overlap", new=source.name, **vars(result.overlap)), quiet=quiet)


def status_line(one: "SourceStatus", today: date) -> str:
    """Return the state of one source in one line."""
    aside = sum(one.set_aside.values())
    facts = {**vars(one), "aside": aside, "days": one.age_days(today)}
    return word("status_retired" if one.retired else "status_source", **facts)


def status_record(one: "SourceStatus", today: date) -> dict[str, object]:
    """Return the state of one source for JSON."""
    return {**vars(one), "age_days": one.age_days(today)}


def certificate_line(row: Mapping[str, Any]) -> str:
    """Return one certificate in one line."""
    parts = [row["number"] or "–", row["maker"], row["product_name"], row["models"], _state(row), row["source"]]
    return " | ".join(str(part) for part in parts if part)


def certificate_lines(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield everything stored of one certificate."""
    yield certificate_line(row)
    yield f"  {row['valid_from'] or '?'} – {row['valid_until'] or '?'}  {row['issuer']}".rstrip()
    for product in row["products"]:
        name = f"{product['model']} {product['version']}".strip() or "–"
        gone = f"  {word('not_listed', day=product['missing'])}" if product["missing"] else ""
        yield f"  · {name} ({product['listing']}, {product['place']}){gone}"
        yield from (f"      {column}: {cell}" for column, cell in product["extra"].items())
    for event in row["history"]:
        yield f"  {event['day']}  {_event(event)}"


def change_lines(history: "pd.DataFrame", limit: int) -> Iterator[str]:
    """Yield what lists changed, one line per event, a source's first list as one line."""
    first = history["is_first"].astype(bool)
    for (name, day), group in history[first].groupby(["source", "day"], sort=False):
        yield word("diff_first", name=name, day=day, certificates=len(group))
    later = history[~first]
    for event in records(later.head(limit)):
        names = [event["number"] or "–", event["maker"], event["product_name"], event["models"] or ""]
        yield f"{event['day']} {event['source']}: {_event(event)}: {' | '.join(filter(None, names))}"
    if len(later) > limit:
        yield word("and_more", more=len(later) - limit)
    if later.empty:
        yield word("diff_nothing")


def not_found(text: str, sources: Sequence["SourceStatus"]) -> str:
    """Return the sentence for a text that no list has; absence is worded with care."""
    return word("store_not_found", text=text, lists=list_days(sources))


def list_days(sources: Sequence["SourceStatus"]) -> str:
    """Return the sources with the days of their lists."""
    return "、".join(f"{one.name} ({one.confirmed})" for one in sources)


def _write(text: str, path: Path | None) -> None:
    from checker.report.files import show, write_whole  # noqa: PLC0415 - loads pandas

    if path:
        write_whole(path, text.encode())
    else:
        show(text.encode())


def _count(reasons: Iterator[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for reason in reasons:
        counts[reason] = counts.get(reason, 0) + 1
    return counts


def _aside_lines(counts: Mapping[str, int]) -> list[str]:
    return [f"  {count}: {word(reason)}" for reason, count in sorted(counts.items())]


def _state(row: Mapping[str, Any]) -> str:
    until = f" → {row['valid_until']}" if row["valid_until"] else ""
    gone = f", {word('not_listed', day=row['missing'])}" if row["missing"] else ""
    retired = f", {word('is_retired', day=row['retired'])}" if row["retired"] else ""
    return f"{row['status']}{until}{gone}{retired}"


def _event(event: Mapping[str, Any]) -> str:
    if event["event"] == "changed":
        return word("event_changed", field=event["field"], was=event["was"] or "–", became=event["became"] or "–")
    return word(f"event_{event['event']}", day=event["day"])
