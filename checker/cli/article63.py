"""``checker article63``: the calculator alone."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from checker.cli.console import reader_language
from checker.cli.options import Lang, parse_day, parse_outputs
from checker.messages import Language, messages

if TYPE_CHECKING:
    from checker.article63.cases import Case

FORMATS = ("terminal", "json")

Gains = Annotated[
    str, typer.Option(metavar="YUAN", help="Illegal gains, e.g. 123456.78, 123,456.78 or 12.5万元.", show_default=False)
]
Costs = Annotated[
    str | None,
    typer.Option(metavar="YUAN", help="Purchase price and related taxes, for the net reading of the gains."),
]
On = Annotated[
    str | None, typer.Option("--date", metavar="DATE", help="Day of the sales, YYYY-MM-DD. Default: the law in force.")
]
Categories = Annotated[
    list[str] | None,
    typer.Option("--category", metavar="ID", help="Directory category, e.g. P11; some bring in a second statute."),
]
Outputs = Annotated[
    list[str] | None, typer.Option("-o", "--output", metavar="FORMAT[=PATH]", help="terminal (default) or json.")
]
Language_ = Annotated[Lang | None, typer.Option("--lang", help="Language of the terminal text. Default: the locale's.")]


def article63(
    *,
    gains: Gains,
    costs: Costs = None,
    date: On = None,
    category: Categories = None,
    output: Outputs = None,
    lang: Language_ = None,
) -> int:
    """Compute confiscation and fine for an amount of illegal gains (Cybersecurity Law, art. 63)."""
    from checker.article63.calculator import calculate, parse_amount  # noqa: PLC0415 - loads pandas

    outputs = parse_outputs(output or ("terminal",), FORMATS, ())
    amount = parse_amount(gains)
    case = calculate(
        amount - parse_amount(costs) if costs else amount,
        on=parse_day(date, "--date") if date else None,
        basis="net" if costs else "gross",
        categories=frozenset(name.strip().upper() for name in category or ()),
    )
    for wanted in outputs:
        if wanted.format == "json":
            print_text(encode(case), wanted.path)
        else:
            print_text(word(case, lang.value if lang else reader_language()), wanted.path)
    return 0


def encode(case: "Case") -> str:
    """Return the case as JSON with the keys of the report's ``article63`` entries."""
    import orjson  # noqa: PLC0415 - only for this format

    from checker.article63.case_json import case_to_json  # noqa: PLC0415 - with the calculator

    return orjson.dumps(case_to_json(case), option=orjson.OPT_INDENT_2).decode()


def word(case: "Case", language: Language) -> str:
    """Return the case as a few lines of text, with the reading it rests on."""
    wording = messages()
    facts = {
        key: f"{getattr(case, key):,.2f}"
        for key in ("illegal_gains", "confiscation", "fine_min", "fine_max", "total_min", "total_max", "before_2026")
    }
    codes = [f"calculator_{case.basis}"]
    codes += ["calculator_exposure"] if case.provisions else ["calculator_before"]
    texts = [wording[code].word(language, facts) for code in codes]
    texts += [f"· {wording[code].word(language, {})}" for code in case.measures]
    texts += [wording["calculator_other"].word(language, entry) for entry in case.other_law]
    return "\n".join([*texts, wording["no_legal_advice"].word(language, {})])


def print_text(text: str, path: Path | None) -> None:
    """Print a text, or write it whole to a file."""
    if path is None:
        typer.echo(text)
        return
    from checker.report.files import write_whole  # noqa: PLC0415 - only for files

    write_whole(path, text.encode() + b"\n")
