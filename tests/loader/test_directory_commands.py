"""``checker directory`` as its user meets it: exit codes, what is said, what is stored and what is not."""

import functools
import http.server
import json
import shutil
import threading

import pytest

from checker.cli.console import say_error
from checker.cli.directory import app
from checker.errors import CheckerError
from checker.loader.checks import read_checks
from checker.loader.editions import load_directory
from checker.resources import data_path

PAGE = data_path("directory", "2023", "announcement.html")


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CHECKER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("CHECKER_LANG", "en")
    return tmp_path / "data"


@pytest.fixture
def run(capsys):
    def call(*arguments):
        try:
            code = app(args=list(map(str, arguments)), standalone_mode=False)
        except CheckerError as error:
            say_error(error)
            code = int(error.exit_code)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


@pytest.fixture
def page(tmp_path):
    """A copy of the announcement with one text exchanged for another."""

    def make(old="", new="", name="page.html"):
        text = PAGE.read_text("utf-8")
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new, 1) if old else text + "\n<!-- another copy -->", "utf-8")
        return path

    return make


def test_list_names_each_edition(run):
    code, out, _ = run("list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["2023", "2017"]
    assert "30 not yet checked" in out.splitlines()[0]


def test_list_as_json(run):
    _, out, _ = run("list", "-o", "json")
    assert [(entry["edition"], entry["effective_to"]) for entry in json.loads(out)] == [
        ("2023", None),
        ("2017", "2023-07-02"),
    ]


def test_show_marks_the_rows_not_yet_checked(run):
    code, out, _ = run("show")
    marked = [line for line in out.splitlines() if line[3:4] == "*"]
    assert code == 0
    assert len(marked) == 30
    assert marked[0].startswith("P05* 网络和终端隔离产品  Network and endpoint isolation products")
    assert out.rstrip().splitlines()[-1].startswith("* 30 of 38 rows")


def test_show_in_chinese(run):
    _, out, _ = run("show", "--edition", "2017", "--lang", "zh")
    assert "并非从官方网站下载" in out
    assert "P02* 防火墙（硬件）" in out


def test_show_as_json_to_a_file(run, tmp_path):
    path = tmp_path / "edition.json"
    code, out, _ = run("show", "-o", f"json={path}")
    document = json.loads(path.read_bytes())
    assert (code, out) == (0, "")
    assert document["unchecked_rows"] == 30
    assert document["categories"][3]["thresholds"] == [
        {
            "quantity": "instruction_time",
            "comparison": "<=",
            "value": "0.08",
            "unit": "微秒",
            "text": "控制器指令执行时间≤0.08微秒",
        }
    ]


def test_diff_of_an_edition_with_itself(run):
    assert run("diff", "2023", "2023")[0] == 0


def test_diff_of_both_editions(run):
    code, out, _ = run("diff", "2017", "2023", "-o", "json")
    document = json.loads(out)
    changes = {(change["id"], change["kind"]): change for change in document["changes"]}
    assert code == 1
    assert not document["equal"]
    assert not any(identifier.startswith("E") for identifier in document["ids"])
    assert changes["P02", "name"]["old"] == "防火墙（硬件）"
    assert changes["P04", "number"]["new"] == "P03"
    assert changes["P03", "missing"]["new"] is None
    assert changes["P34", "new"]["old"] is None


def test_a_file_of_unknown_origin_is_not_recorded_unasked(run, page, data_folder):
    code, out, err = run("verify", page())
    assert code == 0
    assert "equal to edition 2023" in out
    assert "add --record" in err
    assert not data_folder.exists()


def test_verify_names_the_category_with_both_texts(run, page):
    code, out, _ = run("verify", page("≥10Gpps", "≥10Gbps"))
    assert code == 1
    assert "E02" in out
    assert "- 整系统吞吐量(双向)≥30Tbps；整系统包转发率≥10Gpps" in out
    assert "+ 整系统吞吐量(双向)≥30Tbps；整系统包转发率≥10Gbps" in out


def test_verify_as_json(run, page):
    code, out, _ = run(
        "verify", page("<td>15</td><td>安全操作系统</td>", "<td>15</td><td>安全操作系统软件</td>"), "-o", "json"
    )
    document = json.loads(out)
    assert (code, document["equal"], document["ids"]) == (1, False, ["P15"])
    assert document["changes"] == [{"id": "P15", "kind": "name", "old": "安全操作系统", "new": "安全操作系统软件"}]


def test_a_recorded_check_counts_from_then_on(run, page):
    code, _, err = run("verify", page(), "--record", "--by", "示例员")
    assert code == 0
    assert "recorded" in err
    assert load_directory("2023").unchecked_rows == 0
    _, out, _ = run("show")
    assert "* " not in {line[3:5] for line in out.splitlines()}
    assert "by 示例员 on" in out


def test_a_differing_page_records_nothing(run, page, data_folder):
    code, _, err = run("verify", page("12Tbps", "13Tbps"), "--record")
    assert code == 1
    assert "no check was recorded" in err
    assert not data_folder.exists()


def test_the_shipped_page_itself_is_no_check(run, data_folder):
    code, _, err = run("verify", PAGE, "--record")
    assert code == 0
    assert "no check" in err
    assert not data_folder.exists()


@pytest.mark.parametrize("command", ["verify", "update"])
def test_refusals_say_why_and_change_nothing(run, tmp_path, data_folder, command):
    unrelated, english = tmp_path / "notice.html", tmp_path / "repost.txt"
    unrelated.write_text("<html><body><p>关于召开会议的通知</p></body></html>", "utf-8")
    english.write_text("Network key equipment\n1\nRouter\nThroughput ≥12Tbps\n2\nSwitch\nrate ≥10Gbps\n", "utf-8")
    code, out, err = run(command, unrelated)
    assert (code, out) == (67, "")
    assert "the heading 网络关键设备 is missing" in err
    code, out, err = run(command, english)
    assert (code, out) == (67, "")
    assert "Gbps for Gpps" in err
    assert not data_folder.exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nbroken", b"PK\x03\x04broken", b"\x00\x01\x02\x03"])
def test_unreadable_files_are_refused_with_a_sentence(run, tmp_path, content):
    path = tmp_path / "page"
    path.write_bytes(content)
    code, _, err = run("verify", path)
    assert code == 67
    assert err.startswith("checker: ")
    assert "Traceback" not in err


def test_a_missing_file_is_refused(run, tmp_path):
    assert run("verify", tmp_path / "none.html")[0] == 67


def test_update_stores_a_new_edition_and_ends_the_old_one(run, page):
    changed = page("2023年第2号", "2027年第3号")
    text = (
        changed.read_text("utf-8")
        .replace("2023年7月3日", "2027年5月1日")
        .replace("2017年第1号", "2023年第2号")
        .replace("≥12Tbps", "≥24Tbps")
    )
    changed.write_text(text, "utf-8")
    code, out, err = run("update", changed, "--by", "示例员")
    assert code == 0
    assert "E01" in out
    assert "edition 2027 was stored" in err
    stored, before = load_directory("2027"), load_directory("2023")
    assert stored.categories[0].thresholds[0].value == 24
    assert stored.categories[0].name_en == "Routers"
    assert "示例员" in stored.provenance_en
    assert stored.unchecked_rows == 0
    assert str(before.effective_to) == "2027-04-30"
    assert run("list")[1].splitlines()[0].startswith("2027")


def test_another_announcement_of_the_same_year_is_another_edition(run, page):
    code, _, err = run("update", page("<p>2023年第2号</p>", "<p>2023年第9号</p>"))
    assert code == 0
    assert "edition 2023-9 was stored" in err


def test_update_with_the_same_text_changes_nothing(run, page, data_folder):
    code, _, err = run("update", page())
    assert code == 0
    assert "nothing was changed" in err
    assert not (data_folder / "directory").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<td>15</td><td>安全操作系统</td>", "<td>16</td><td>安全操作系统</td>", "twice"),
        (
            "<tr><td>4</td><td>可编程逻辑控制器(PLC设备)</td><td>控制器指令执行时间≤0.08微秒</td></tr>",
            "",
            "only 37 are there; missing: E04",
        ),
        ("≤0.08微秒", "", "E04 states no limit"),
        ("≤0.08微秒", "≤极短", "cannot be read"),
        ("<td>对文本、图片等网络信息进行筛选控制的产品。</td>", "<td></td>", "P22: a cell is empty"),
        ("<td>10</td><td>网站数据恢复产品</td>", "<td>35</td><td>网站数据恢复产品</td>", "P10 missing"),
    ],
)
def test_update_refuses_what_fails_an_expectation(run, page, data_folder, old, new, said):
    code, _, err = run("update", page(old, new))
    assert code == 67
    assert said in err
    assert not (data_folder / "directory").exists()


def test_a_page_cut_short_does_not_shrink_the_directory(run, page, data_folder):
    cut = page("2023年第2号", "2027年第3号")
    text = cut.read_text("utf-8")
    cut.write_text(text[: text.index("<td>20</td>")], "utf-8")
    code, _, err = run("update", cut)
    assert code == 67
    assert "only 23 are there; missing: P20, P21" in err
    assert not (data_folder / "directory").exists()


def test_a_new_announcement_may_drop_categories(run, page):
    dropped = page("2023年第2号", "2027年第3号")
    text = dropped.read_text("utf-8")
    last = text.index("<tr><td>34</td>")
    dropped.write_text(text[:last] + text[text.index("</tr>", last) + 5 :], "utf-8")
    code, out, _ = run("update", dropped)
    assert (code, "P34" in out) == (0, True)
    assert len(load_directory("2027").categories) == 37


def test_update_needs_a_number_or_a_name(run, page):
    nameless = page("<p>2023年第2号</p>", "")
    code, _, err = run("update", nameless)
    assert code == 67
    assert "--edition" in err
    assert run("update", nameless, "--edition", "示例版")[0] == 0
    assert load_directory("示例版").categories


@pytest.mark.parametrize("name", ["../x", ".hidden", "a/b"])
def test_names_of_editions_stay_inside_the_folder(run, page, name):
    assert run("update", page(), "--edition", name)[0] == 2


def test_a_failed_write_leaves_the_edition_that_was_there(run, page, monkeypatch, data_folder):
    assert run("update", page("12Tbps", "13Tbps"))[0] == 0
    before = (data_folder / "directory" / "2023" / "edition.json").read_bytes()
    real = shutil.os.fsync
    calls = []

    def fail_second(handle):
        calls.append(handle)
        if len(calls) > 1:
            raise OSError(28, "No space left on device")
        real(handle)

    with monkeypatch.context() as patched:
        patched.setattr("checker.loader.checks.os.fsync", fail_second)
        code, _, err = run("update", page("12Tbps", "14Tbps"))
    assert code == 67
    assert "No space left" in err
    assert (data_folder / "directory" / "2023" / "edition.json").read_bytes() == before


@pytest.fixture
def server(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "list.html").write_bytes(PAGE.read_bytes() + b"\n")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def test_verify_fetches_an_address_and_keeps_a_snapshot(run, server, data_folder):
    code, out, _ = run("verify", f"{server}/list.html")
    assert code == 0
    assert f"{server}/list.html is equal" in out
    assert list((data_folder / "snapshots").glob("*.html"))
    assert run("verify", f"{server}/list.html", "--offline")[0] == 0


def test_verify_against_a_page_at_an_address_records_who_when_and_what(run, server):
    assert run("verify", f"{server}/list.html", "--no-record")[0] == 0
    assert load_directory("2023").unchecked_rows == 30
    _, _, err = run("verify", f"{server}/list.html", "--by", "示例员")
    assert "recorded" in err
    assert load_directory("2023").unchecked_rows == 0
    (check,) = read_checks()
    assert (check.by, check.source, len(check.sha256)) == ("示例员", f"{server}/list.html", 64)


def test_an_address_that_is_not_there_is_refused(run, server):
    code, _, err = run("verify", f"{server}/nothing.html")
    assert code == 67
    assert "404" in err


def test_build_makes_the_data_file_anew(run, tmp_path):
    folder = tmp_path / "2023"
    shutil.copytree(PAGE.parent, folder)
    made = (folder / "edition.json").read_bytes()
    (folder / "edition.json").unlink()
    assert run("build", folder)[0] == 0
    assert (folder / "edition.json").read_bytes() == made
