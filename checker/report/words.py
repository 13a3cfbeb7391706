"""Words and sentences of reports in the reader's language, from ``directory_data/messages/report*.toml``."""

from collections.abc import Sequence

from checker.messages import Language, messages
from checker.report.safety import clean_line


def word(language: Language, name: str, /, **facts: object) -> str:
    """Return the wording ``report_<name>`` with its facts filled in."""
    return messages()[f"report_{name}"].word(language, facts)


def name_reason(language: Language, code: str) -> str:
    """Return why a row was set aside in words, or the code where it has no wording."""
    return messages()[code].word(language, {}) if code in messages() else code


def money(text: str) -> str:
    """Return yuan of the report JSON with grouped thousands, e.g. ``1234567.80`` → ``1,234,567.80``."""
    whole, point, fraction = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{point}{fraction}"


def name_place(path: str, sheet: str, row: int, *, several_files: bool) -> str:
    """Return where a line stands, e.g. ``库存!7``; with the file's name where there are several."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    shown = f"{name}:{sheet}!{row}" if several_files and sheet != name else f"{sheet}!{row}"
    return clean_line(shown)


def name_places(places: Sequence[tuple[str, str, int]], *, several_files: bool, most: int = 6) -> str:
    """Return where lines stand, rows of one sheet together, e.g. ``库存!7, 9, 12 (+3)``; at most ``most`` rows are named."""
    named, last = [], None
    for path, sheet, row in places[:most]:
        named.append(str(row) if (path, sheet) == last else name_place(path, sheet, row, several_files=several_files))
        last = (path, sheet)
    more = f" (+{len(places) - most:,})" if len(places) > most else ""
    return ", ".join(named) + more
