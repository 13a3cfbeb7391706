"""Every code that reports and errors use, as a page of documentation: ``python -m checker.cli.codes > docs/reasons.md``."""

from collections.abc import Iterator, Mapping

from checker.messages import Message, messages
from checker.resources import data_path, read_toml

SECTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "exit": (("cli",), ("exit_",)),
    "scope": (("scope",), ("scope_",)),
    "certificate": (("certificates",), ("certificate_",)),
    "decision": (("decisions",), ("decision_",)),
    "line": (("matcher",), ("line_",)),
    "inventory": (("inventory",), ("",)),
    "register": (("register",), ("list_",)),
    "exposure": (("article63",), ("article63_", "measure_", "crossing_", "plan_", "mitigation_")),
    "change": (("changes",), ("change_",)),
}
"""Sections of the page: the files of ``directory_data/messages`` and how the codes begin."""

INTRODUCTION = """# Reasons, problems and exit codes

Generated from `directory_data/messages/`; `checker explain CODE` prints an entry. Words in braces stand for the facts of a case.
"""
INTERNAL = ("scope_step_",)
"""Steps of ``checker explain``, which reports never show as reasons."""


def write_page() -> str:
    """Return the page: per section every code with its sentence, what more there is to say, and what to do, in both languages."""
    listed: set[str] = set()
    parts = [INTRODUCTION]
    for section, codes in list_sections().items():
        listed.update(codes)
        parts.append(_head(section))
        parts += [_entry(code, messages()[code]) for code in codes]
    rest = {code: message for code, message in messages().items() if message.next_en and code not in listed}
    parts.append(_head("error"))
    parts += [_entry(code, message) for code, message in sorted(rest.items()) if not code.startswith("codes_")]
    return "\n".join(parts)


def list_sections() -> Mapping[str, tuple[str, ...]]:
    """Return the codes of every section but that of errors, in the order of their files."""
    return {
        section: tuple(
            code
            for name in files
            for code in read_toml("messages", f"{name}.toml")
            if code.startswith(beginnings) and not code.startswith(INTERNAL) and not _is_error(section, code)
        )
        for section, (files, beginnings) in SECTIONS.items()
    }


def find_undocumented() -> Iterator[str]:
    """Yield the names of message files that no section takes anything from and that have no errors either."""
    taken = {name for files, _ in SECTIONS.values() for name in files}
    for path in sorted(data_path("messages").glob("*.toml")):
        if path.stem not in taken and not any("next_en" in one for one in read_toml("messages", path.name).values()):
            yield path.stem


def _is_error(section: str, code: str) -> bool:
    return section == "inventory" and bool(messages()[code].next_en)


def _head(section: str) -> str:
    message = messages()[f"codes_{section}"]
    return f"\n## {message.en} · {message.zh}\n\n{message.next_en}\n\n{message.next_zh}\n"


def _entry(code: str, message: Message) -> str:
    english = " ".join(filter(None, (message.en, message.about_en)))
    chinese = "".join(filter(None, (message.zh, message.about_zh)))
    steps = [
        f"- {word}: {_flatten(text)}"
        for word, text in (("Do", message.next_en), ("处理", message.next_zh))
        if text
    ]  # fmt: skip
    title = f"exit {code.removeprefix('exit_')}" if code.startswith("exit_") else f"`{code}`"
    return "\n".join((f"### {title}\n", f"- {_flatten(english)}", f"- {_flatten(chinese)}", *steps, ""))


def _flatten(text: str) -> str:
    """Return a text on one line in which Markdown has nothing to interpret as HTML."""
    return " ".join(text.split()).replace("<", "&lt;")


if __name__ == "__main__":
    print(write_page(), end="")  # noqa: T201 - a page for a file
