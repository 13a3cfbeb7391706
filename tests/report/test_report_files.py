import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from checker.errors import UsageError
from checker.messages import messages
from checker.report import files
from checker.report.files import write_report, write_whole
from checker.report.interface import REPORTS
from checker.report.saved import read_saved


def test_file_is_written_whole(tmp_path):
    write_whole(tmp_path / "a.bin", b"content")
    assert (tmp_path / "a.bin").read_bytes() == b"content"
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


def test_file_takes_the_place_of_an_older_one(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"a longer text than the new one")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_link_keeps_pointing_and_its_target_is_replaced(tmp_path):
    (tmp_path / "target").write_bytes(b"old")
    (tmp_path / "link").symlink_to("target")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


@pytest.mark.parametrize("failure", [KeyboardInterrupt, RuntimeError, SystemExit])
def test_whatever_ends_the_writing_leaves_the_old_file_and_nothing_else(tmp_path, failure):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def interrupted(stream):
        stream.write(b"half")
        raise failure

    with pytest.raises(failure):
        files.write_through(path, interrupted)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a.txt", b"old")]


@pytest.mark.parametrize("target", ["", "no/such/folder/a.txt"])
def test_what_cannot_be_written_is_one_sentence(tmp_path, target):
    with pytest.raises(UsageError) as caught:
        write_whole(tmp_path / target, b"x")
    assert caught.value.code == "report_unwritable"
    wording = messages()[caught.value.code]
    assert str(tmp_path) in wording.word("en", caught.value.facts)
    assert wording.advise("zh", caught.value.facts)


def test_a_device_is_written_directly(result):
    write_report("json", result, Path("/dev/null"), "zh")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("name", [name for name in REPORTS if name != "terminal"])
def test_stdout_and_file_get_the_same_report(result, name, tmp_path, capfdbinary):
    write_report(name, result, None, "en")
    write_report(name, result, tmp_path / "file", "en")
    out = capfdbinary.readouterr().out
    if name in ("xlsx", "xlsx-attention"):
        assert out[:2] == b"PK"
    else:
        assert out == (tmp_path / "file").read_bytes()


class Terminal(io.StringIO):
    """A stdout that is a terminal."""

    def __init__(self):
        super().__init__()
        self.buffer = io.BytesIO()

    def isatty(self):
        return True


@pytest.mark.parametrize("name", [name for name, one in REPORTS.items() if one.binary])
def test_binary_report_does_not_go_to_a_terminal(result, name, monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    with pytest.raises(UsageError) as caught:
        write_report(name, result, None, "en")
    assert caught.value.code == "report_binary_to_terminal"
    assert terminal.buffer.getvalue() == b""


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_terminal_has_colour_only_where_wanted(result, monkeypatch, no_color, coloured):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", "xterm")
    write_report("terminal", result, None, "en")
    assert (b"\x1b[" in terminal.buffer.getvalue()) == coloured


def test_terminal_report_in_a_file_has_no_colour(result, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "stdout", Terminal())
    write_report("terminal", result, tmp_path / "a.txt", "en")
    assert "\x1b" not in (tmp_path / "a.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in REPORTS if not REPORTS[name].binary])
def test_saved_report_shows_the_same_in_every_format(result, name, tmp_path):
    write_report("json", result, tmp_path / "saved.json", "zh")
    saved = read_saved(tmp_path / "saved.json")
    write_report(name, result, tmp_path / "first", "zh")
    write_report(name, saved, tmp_path / "second", "zh")
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_saved_report_as_workbook_has_every_line(result, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    write_report("json", result, tmp_path / "saved.json", "zh")
    write_report("xlsx", read_saved(tmp_path / "saved.json"), tmp_path / "a.xlsx", "zh")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["明细"]
    assert [cell.value for cell in sheet["C"]] == ["行号", "3", "4", "5", "7", "8"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"schema_version": "2"}', b"\xff", b"PK\x03\x04"])
def test_what_is_no_saved_report_is_said(tmp_path, content):
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="report_not_saved"):
        read_saved(path)


def test_saved_report_with_a_line_missing_is_refused(result, tmp_path):
    path = tmp_path / "a.json"
    write_report("json", result, path, "zh")
    document = json.loads(path.read_bytes())
    del document["items"][0]
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(UsageError, match="report_not_saved"):
        read_saved(path)


def test_naming_the_formats_loads_none_of_them():
    heavy = "pandas, rich, xlsxwriter, matplotlib, jinja2, orjson, pyarrow"
    code = (
        f"import sys, checker.report.interface; print([name for name in '{heavy}'.split(', ') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_reader_who_closes_the_pipe_is_no_error():
    code = "from checker.report.files import show; show(b'x' * 10_000_000)"
    run = subprocess.run(
        ["bash", "-c", f'set -o pipefail; "{sys.executable}" -c "{code}" | head -c 1'],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "x", "")


def test_attention_workbook_leaves_out_only_the_readers_own_rows(result, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    for name in ("xlsx", "xlsx-attention"):
        write_report(name, result, tmp_path / f"{name}.xlsx", "en")
    whole, brief = (openpyxl.load_workbook(tmp_path / f"{name}.xlsx") for name in ("xlsx", "xlsx-attention"))
    assert [name for name in whole.sheetnames if name in brief.sheetnames] == brief.sheetnames
    assert len(whole.sheetnames) > len(brief.sheetnames)
    for name in brief.sheetnames:
        assert list(brief[name].values) == list(whole[name].values)
