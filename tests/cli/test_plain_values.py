"""Plain values are what typer would have made of them."""

import os
import subprocess
import sys

import pytest
import typer

from checker.cli.app import build_app, run
from checker.cli.plain_values import take_plain

TEXTS = ["", "-", "zh", "EN", "all", "7", "stock.csv", "没有.xlsx", "seller", " a "]


@pytest.fixture(scope="module")
def parameters():
    group = typer.main.get_command(build_app())
    return [
        (command, parameter)
        for name, command in group.commands.items()
        if name in {"check", "explain", "decide", "article63", "report", "config", "demo"}
        for parameter in command.params
    ]


def test_a_plain_value_is_what_typer_makes_of_the_text(parameters):
    taken = 0
    for command, parameter in parameters:
        with typer.Context(command) as ctx:
            several = parameter.multiple if hasattr(parameter, "multiple") else parameter.nargs == -1
            for text in TEXTS:
                value = [text, "zh"] if several or parameter.nargs == -1 else text
                plain = take_plain(parameter.type_descriptor.annotation, value)
                if plain is not None:
                    taken += 1
                    wanted = type(parameter).get_runtime_param(parameter).coerce(value, param=parameter, ctx=ctx)
                    assert (plain, type(plain)) == (wanted, type(wanted)), (command.name, parameter.name, text)
    assert taken > 100


@pytest.mark.parametrize("arguments", [["--lang", "xx"], ["--max-age", "soon"], ["--case-by", "moon"], ["--plan=x"]])
def test_what_is_not_plain_is_refused_by_typer(tmp_path, capsys, arguments):
    (tmp_path / "a.csv").write_text("型号\nA-1\n", encoding="utf-8")
    assert run(["check", str(tmp_path / "a.csv"), *arguments]) == 2
    assert arguments[0].partition("=")[0] in capsys.readouterr().err


def test_a_check_loads_nothing_that_it_does_not_need(tmp_path):
    (tmp_path / "a.csv").write_text("品名,型号\n防火墙,A-1\n", encoding="utf-8")
    program = (
        "import sys; from checker.cli.app import run; code = run(['check', 'a.csv', '-o', 'json=a.json', '-q', '--store', 'none']);"
        "print(code, sorted({'pydantic', 'openpyxl', 'requests', 'bs4', 'jinja2', 'matplotlib', 'rich', 'xlsxwriter'} & {*sys.modules}))"
    )
    settings = {name: value for name, value in os.environ.items() if not name.startswith("CHECKER_")}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True, env=settings
    )
    assert done.stdout.split(maxsplit=1)[1].strip() == "[]"
