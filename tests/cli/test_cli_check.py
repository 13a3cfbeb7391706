"""``checker check`` as a program: what goes to stdout, what to stderr, and what it exits with."""

import json
import os
import subprocess
import sys

import pytest

STOCK = "产品名称,型号,品牌,金额,销售日期\n防火墙,EX-1,示例甲,1200,2026-03-01\n激光打印机,P-1,示例乙,900,2026-03-01\n"


def run(*arguments, cwd, text="", **environment):
    command = [sys.executable, "-m", "checker", *arguments]
    return subprocess.run(
        command, cwd=cwd, input=text.encode(), capture_output=True, check=False, env={**os.environ, **environment}
    )


def test_csv_comes_from_stdin_and_json_alone_goes_to_stdout(tmp_path):
    done = run("check", "-", "--as-of", "2026-11-01", "-o", "json", cwd=tmp_path, text=STOCK)
    document = json.loads(done.stdout)
    assert done.returncode == document["summary"]["exit_code"] == 1
    assert {item["path"] for item in document["items"]} == {document["inputs"][0]["path"]} == {"-"}
    assert [item["verdict"] for item in document["items"]] == ["uncertified", "clear"]
    assert b"list of certificates" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--fail-on", "never"), 0),
        (("--fail-on", "uncertified"), 1),
        (("--fail-on", "review"), 1),
        (("--as-of", "yesterday"), 2),
        (("--no-such-option",), 2),
        (("-o", "yaml"), 2),
        (("--column", "model=没有这一列"), 2),
        (("--directory", "1999"), 67),
        (("--register", "missing.xlsx"), 67),
        (("--decisions", "missing.xlsx"), 68),
    ],
)
def test_exit_codes(tmp_path, arguments, code):
    (tmp_path / "stock.csv").write_text(STOCK, encoding="utf-8")
    done = run("check", "stock.csv", "-q", *arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert (code in (2, 67, 68)) == bool(done.stderr)


def test_a_report_whose_check_did_not_happen_is_not_written(tmp_path):
    (tmp_path / "stock.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    done = run("check", "stock.csv", "-o", "json=report.json", cwd=tmp_path)
    assert done.returncode == 65
    assert sorted(path.name for path in tmp_path.iterdir()) == ["stock.csv"]


def test_errors_come_in_the_readers_language(tmp_path):
    assert "找不到文件" in run("check", "none.xlsx", cwd=tmp_path, CHECKER_LANG="zh").stderr.decode()
    assert "There is no file" in run("check", "none.xlsx", cwd=tmp_path, CHECKER_LANG="en").stderr.decode()


def test_quiet_says_nothing_beside_the_reports_asked_for(tmp_path):
    (tmp_path / "stock.csv").write_text(STOCK, encoding="utf-8")
    done = run("check", "stock.csv", "-q", "-o", "json=report.json", cwd=tmp_path)
    assert (done.stdout, done.stderr) == (b"", b"")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["summary"]["lines"] == 2


def test_a_file_counts_once(tmp_path):
    (tmp_path / "stock.csv").write_text(STOCK, encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "stock.csv")
    (tmp_path / "copy.csv").write_text(STOCK, encoding="utf-8")
    assert run("check", "stock.csv", "./link.csv", "-q", cwd=tmp_path).returncode == 2
    assert run("check", "stock.csv", "--register", "link.csv", "-q", cwd=tmp_path).returncode == 2
    told = run("check", "stock.csv", "copy.csv", "--as-of", "2026-11-01", "-o", "json=x.json", cwd=tmp_path)
    assert b"same bytes" in told.stderr


def test_a_pipe_is_read_like_a_file_and_keeps_its_name(tmp_path):
    (tmp_path / "stock.csv").write_text(STOCK, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cp", "stock.csv", "pipe"], cwd=tmp_path):
        done = run("check", "pipe", "-q", "-o", "json", cwd=tmp_path)
    assert {item["path"] for item in json.loads(done.stdout)["items"]} == {"pipe"}


def test_what_is_wrong_with_stdin_is_said_of_it(tmp_path):
    done = run("check", "-", cwd=tmp_path)
    assert (done.returncode, b"- is empty" in done.stderr) == (65, True)


@pytest.mark.parametrize("redirection", [">&-", "2>&-", "| head -c 1", "> /dev/full"])
def test_closed_and_full_streams_are_no_defects(tmp_path, redirection):
    (tmp_path / "stock.csv").write_text(STOCK, encoding="utf-8")
    command = f"{sys.executable} -m checker check stock.csv -q -o json {redirection}; echo ${{PIPESTATUS[0]}} >code"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert (tmp_path / "code").read_text(encoding="utf-8").strip() == ("2" if "full" in redirection else "1")


def test_a_link_to_itself_is_no_file(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    assert run("check", "loop", cwd=tmp_path).returncode == 65


def test_the_version_is_printed(tmp_path):
    done = run("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout.startswith(b"checker ")) == (0, True)


@pytest.mark.parametrize(
    ("order", "day"), [(("--date-order", "dmy"), "2026-04-03"), (("--date-order", "mdy"), "2026-03-04"), ((), None)]
)
def test_ambiguous_dates_are_read_as_the_reader_says(tmp_path, order, day):
    (tmp_path / "stock.csv").write_text("型号,品牌,销售日期\nEX-1,示例甲,03/04/2026\n", encoding="utf-8")
    (item,) = json.loads(run("check", "stock.csv", "-q", "-o", "json", *order, cwd=tmp_path).stdout)["items"]
    assert (item["date"], len(item["problems"])) == (day, int(day is None))
