"""The documentation and the program say the same: commands, exit codes, reason codes, pipeline snippets."""

import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
import typer
from typer.core import TyperGroup

from checker.cli import codes
from checker.cli.app import build_app, run
from checker.decisions.decision import State
from checker.errors import CheckerError, ExitCode
from checker.messages import messages

yaml = pytest.importorskip("yaml")

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^(?P<mark><!-- run -->\n)?```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<!`)`(checker [^`\n]+)`(?!`)")
SEPARATORS = {"|", "||", "&&", ";", ";;", "&"}
PROGRAM = re.compile(r"(?:\S*/)?checker")

STOCK = "产品名称,型号,品牌,金额,销售日期,销售单位\n防火墙,EX-1,示例甲,1200,2026-03-01,甲公司\n激光打印机,P-1,示例乙,900,2026-03-01,甲公司\n"
REGISTER = "证书编号,生产企业,产品名称,型号,有效期至\nSAMPLE-1,示例乙,防火墙,EX-9,2030-01-01\n"
DECISIONS = "生产厂商,型号,版本,目录类别,目录版本,决定,理由,决定人,决定有效期至\n示例甲,EX-1,,P02,2023,接受风险,整改中,张三,2099-01-01\n"
VERDICTS = {int(code) for code in (ExitCode.OK, ExitCode.HOLD, ExitCode.REVIEW)}


def list_commands(text, language):
    """Return the arguments of every ``checker`` command in a block, each with whether it reads what is piped to it."""
    if language == "yaml":
        shells = [value for value in walk(yaml.safe_load(text)) if "checker" in value]
    elif language in ("csv", "text"):
        shells = []
    elif language == "groovy":
        shells = re.findall(r"script: '([^']+)'", text)
    else:
        shells = [re.sub(r"\\\n\s*", "", text)]
    return [command for shell in shells for line in shell.splitlines() for command in split_line(line)]


def walk(node):
    """Return every text in a YAML document."""
    if isinstance(node, str):
        return [node]
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [text for child in children for text in walk(child)]


def split_line(line):
    words = shlex.shlex(line.removeprefix("$ "), posix=True, punctuation_chars=";&|<>")
    words.whitespace_split = True
    found, command, piped = [], [], False
    for word in [*words, ";"]:
        if word not in SEPARATORS:
            command.append(word)
            continue
        for start, first in enumerate(command):
            if PROGRAM.fullmatch(first) and all("=" in before for before in command[:start]):
                arguments = command[start + 1 :]
                stop = next((place for place, one in enumerate(arguments) if one.startswith((">", "<"))), None)
                found.append((tuple(arguments[:stop]), piped))
        command, piped = [], word == "|"
    return found


def parse(arguments, *, complete=True):
    """Parse a command line as the program would, without running it."""
    command, name, rest, context = typer.main.get_command(build_app()), "checker", list(arguments), None
    if rest and rest[0].startswith("-"):
        assert rest[0] in {option for parameter in command.params for option in (*parameter.opts, "--help")}
        return
    try:
        while True:
            context = command.make_context(name, rest, parent=context)
            rest = [*getattr(context, "_protected_args", ()), *context.args]
            if not (isinstance(command, TyperGroup) and rest):
                return
            name, command, rest = command.resolve_command(context, rest)
    except typer.TyperException as error:
        if complete or type(error).__name__ not in ("MissingParameter", "NoArgsIsHelpError"):
            raise


def blocks():
    return [
        pytest.param(match, id=f"{page.name}:{page.read_text(encoding='utf-8')[: match.start()].count(chr(10)) + 1}")
        for page in PAGES
        for match in FENCE.finditer(page.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("block", blocks())
def test_every_command_in_a_block_parses(block):
    for arguments, _ in list_commands(block["text"], block["language"]):
        parse(arguments)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_named_in_a_sentence_exists(page):
    for line in INLINE.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        arguments = shlex.split(line.replace("…", ""))[1:]
        if arguments and arguments[0] != "COMMAND" and "[" not in line and "..." not in line:
            parse(arguments, complete=False)


@pytest.mark.parametrize("line", ["checker check --no-such x.csv", "checker chekc x.csv", "checker report"])
def test_a_wrong_command_would_be_noticed(line):
    ((arguments, _),) = split_line(line)
    with pytest.raises(typer.TyperException):
        parse(arguments)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with the files that the snippets name."""
    files = {
        "stock/inventory.csv": STOCK, "stock/second.csv": STOCK, "lists/register.csv": REGISTER, "decisions.csv": DECISIONS,
        "checker.toml": 'as-of = "2026-11-01"\n',
    }  # fmt: skip
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_all(commands, monkeypatch):
    """Run commands in their order and return their exit codes."""
    ended = []
    for arguments, piped in commands:
        if piped:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STOCK.encode())))
        ended.append((arguments, run(arguments)))
    return ended


@pytest.mark.usefixtures("project")
def test_the_snippets_for_pipelines_run(monkeypatch, capsys):
    text = (ROOT / "docs" / "pipelines.md").read_text(encoding="utf-8")
    commands = [one for block in FENCE.finditer(text) for one in list_commands(block["text"], block["language"])]
    assert all(arguments[0] in ("check", "report", "decide") for arguments, _ in commands)
    assert len(commands) >= 10
    for arguments, code in run_all(commands, monkeypatch):
        assert code in (VERDICTS if arguments[0] in ("check", "report") else {0}), arguments
    said = capsys.readouterr()
    assert "checker: " not in said.err.replace("checker: xlsx", "").replace("checker: markdown", "") or "→" in said.err
    for name in ("summary.md", "check.sarif", "check.xlsx", "check.json", "check.xml", "check.html", "since.md"):
        assert Path(name).stat().st_size > 0
    assert Path("check.json").read_bytes()[:1] == b"{"


def test_the_page_on_decisions_names_every_state_and_its_example_is_taken_in(project, capsys):
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == set(get_args(State))
    (table,) = (block["text"] for block in FENCE.finditer(text) if block["language"] == "csv")
    (project / "decisions.csv").write_text(table, encoding="utf-8")
    commands = [
        one for block in FENCE.finditer(text) if block["language"] == "sh" for one in list_commands(block["text"], "sh")
    ]
    assert [run(arguments) for arguments, _ in commands] == [0] * len(commands)
    assert "1 recorded" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.usefixtures("project")
def test_blocks_marked_as_runs_run(page, monkeypatch):
    for block in FENCE.finditer(page.read_text(encoding="utf-8")):
        if block["mark"]:
            for arguments, code in run_all(list_commands(block["text"], block["language"]), monkeypatch):
                assert code in VERDICTS, arguments


def test_the_pre_commit_hook_holds_and_releases(project):
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *arguments = [*shlex.split(hook["entry"]), *hook["args"]]
    assert program == "checker"
    assert run([*arguments, "-q", "stock/inventory.csv", "stock/second.csv", "--register", "lists/register.csv"]) == 1
    (project / "stock" / "inventory.csv").write_text("产品名称,型号\n激光打印机,P-1\n", encoding="utf-8")
    assert run([*arguments, "-q", "stock/inventory.csv", "--register", "lists/register.csv"]) == 0
    assert re.search(hook["files"], "stock/库存.xlsx")
    assert not re.search(hook["files"], "README.md")


def test_no_progress_and_no_colour_where_nobody_watches(project):
    for extra in ({}, {"NO_COLOR": "1"}):
        done = subprocess.run(
            [sys.executable, "-m", "checker", "check", "stock/inventory.csv", "--register", "lists/register.csv"],
            cwd=project, capture_output=True, check=False, env={"PATH": "", "CHECKER_STORE": str(project / "none"), **extra},
        )  # fmt: skip
        assert done.returncode == 1
        assert b"\x1b" not in done.stdout + done.stderr
        assert done.stderr == b""


def test_the_page_of_codes_is_current():
    assert (ROOT / "docs" / "reasons.md").read_text(encoding="utf-8") == codes.write_page(), (
        "python -m checker.cli.codes > docs/reasons.md"
    )


def test_every_code_that_a_report_can_show_is_on_the_page():
    page = codes.write_page()
    shown = re.compile(r'"((?:scope|certificate|decision|line|cell|list|article63|change)_[a-z_0-9]+)"')
    for source in (ROOT / "checker").rglob("*.py"):
        for code in shown.findall(source.read_text(encoding="utf-8")):
            if code in messages() and not code.startswith("scope_step_"):
                assert f"### `{code}`" in page, code
    assert set(codes.find_undocumented()) <= {"report_page", "report_workbook"}


def test_exit_codes_stand_in_the_readme_and_on_the_page_as_in_the_program():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (\d+) \| (.+) \|$", readme, re.MULTILINE)
    assert [int(code) for code, _ in table] == [int(code) for code in ExitCode]
    assert [int(one) for one in re.findall(r"^### exit (\d+)$", codes.write_page(), re.MULTILINE)] == [*ExitCode]
    for code in ExitCode:
        assert messages()[f"exit_{code:d}"].next_en
    kinds = {kind.exit_code for kind in CheckerError.__subclasses__()} | {CheckerError.exit_code}
    assert kinds == set(ExitCode) - {ExitCode.OK, ExitCode.HOLD, ExitCode.REVIEW, ExitCode.INTERRUPTED}


@pytest.mark.parametrize(
    "code", [str(int(code)) for code in ExitCode] + ["scope_name_listed", "decision_expired", "blank"]
)
def test_explain_prints_every_entry(code, capsys):
    assert run(["explain", code]) == 0
    assert len(capsys.readouterr().out.splitlines()) >= 2


@pytest.mark.usefixtures("project")
def test_every_code_in_a_report_can_be_explained(capsys):
    run(["check", "stock/inventory.csv", "--register", "lists/register.csv", "-q", "-o", "json=r.json"])
    report = json.loads(Path("r.json").read_bytes())
    found = {reason["code"] for item in report["items"] for reason in (*item["reasons"], *item["problems"])}
    assert found
    for code in found:
        assert run(["explain", code]) == 0
    capsys.readouterr()
