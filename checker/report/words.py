"""Words and sentences of reports in the reader's language, from ``directory_data/messages/report*.toml``."""

from collections.abc import Mapping, Sequence

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


def name_files(paths: Sequence[str]) -> dict[str, str]:
    """Return how each of several files is named beside its lines: by its name, or its path where names repeat.

    Of one file nothing need be said: the mapping is empty.
    """
    if len(paths) < 2:
        return {}
    short = [path.replace("\\", "/").rsplit("/", 1)[-1] for path in paths]
    return {path: path if short.count(name) > 1 else name for path, name in zip(paths, short, strict=True)}


def name_place(path: str, sheet: str, row: int, files: Mapping[str, str]) -> str:
    """Return where a line stands, e.g. ``库存!7``, with the file where there are several (see :func:`name_files`)."""
    file = files.get(path, sheet)
    return clean_line(f"{sheet}!{row}" if file == sheet else f"{file}:{sheet}!{row}")


def name_places(places: Sequence[tuple[str, str, int]], files: Mapping[str, str], most: int = 6) -> str:
    """Return where lines stand, rows of one sheet together, e.g. ``库存!7, 9, 12 (+3)``; at most ``most`` rows are named."""
    named, last = [], None
    for path, sheet, row in places[:most]:
        named.append(str(row) if (path, sheet) == last else name_place(path, sheet, row, files))
        last = (path, sheet)
    more = f" (+{len(places) - most:,})" if len(places) > most else ""
    return ", ".join(named) + more
