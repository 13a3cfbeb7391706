"""``checker register`` as a user runs it."""

import csv
import functools
import http.server
import io
import itertools
import json
import os
import threading

import openpyxl
import pytest

from checker.cli.app import run
from checker.loader.addresses import known_sources
from checker.loader.ages import load_old_after_days

HEADER = "证书编号,生产企业,产品名称,型号,有效期至,证书状态,备注栏"
A = "C-1,示例甲,防火墙,FW-1,2030-01-01,有效,x"
B = "C-2,示例乙,路由器,R-1、R-2,2031-01-01,有效,x"
FORMULA = "C-3,=HYPERLINK(1),防火墙,-FW-9,2030-01-01,有效,x"


@pytest.fixture
def checker(tmp_path, monkeypatch, capsys):
    """Run a command on a store of its own; return exit code, stdout and stderr."""
    monkeypatch.setenv("CHECKER_STORE", str(tmp_path / "own" / "register.sqlite3"))
    monkeypatch.setenv("CHECKER_LANG", "en")

    def run_it(*arguments):
        code = run(["register", *map(str, arguments)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return run_it


@pytest.fixture
def write(tmp_path):
    def write_it(name, *rows):
        path = tmp_path / name
        path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        return path

    return write_it


@pytest.fixture
def site(tmp_path):
    """A file on the web: a function that writes it, None to remove it, and its address."""
    folder = tmp_path / "site"
    folder.mkdir()
    moments = itertools.count(1_700_000_000, 60)

    def publish(text):
        page = folder / "list.csv"
        page.unlink(missing_ok=True)
        if text is not None:
            page.write_text(text, encoding="utf-8")
            moment = next(moments)
            os.utime(page, (moment, moment))

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield publish, f"http://127.0.0.1:{server.server_port}/list.csv"
        server.shutdown()


def test_an_import_says_what_became_of_every_row(checker, write):
    code, out, err = checker("import", write("list.csv", A, "", B), "--source", "Example", "--retrieved", "2026-01-01")
    assert code == 0
    assert "Example (2026-01-01): 3 rows read = 2 certificates + 1 set aside" in out
    assert "1: blank" in out
    assert "备注栏" in err


def test_a_newer_list_is_compared(checker, write):
    checker("import", write("a.csv", A, B), "--source", "L", "--retrieved", "2026-01-01")
    code, out, _ = checker(
        "import", write("b.csv", A.replace("有效", "撤销")), "--source", "L", "--retrieved", "2026-02-01"
    )
    assert (code, "0 added, 1 changed, 1 no longer listed, 0 listed again" in out) == (0, True)
    code, out, _ = checker("diff")
    assert code == 0
    assert "L: changed status: valid → withdrawn: C-1 | 示例甲" in out
    assert "L: not in the list of 2026-02-01: C-2" in out
    code, out, _ = checker("diff", "--since", "2025-12-31", "-o", "json")
    assert [event["event"] for event in json.loads(out)] == ["added", "added", "changed", "not_listed"]
    code, out, _ = checker("show", "c2")
    assert "not in the list of 2026-02-01" in out
    assert out.count("R-1") == 2


def test_a_refused_list_leaves_everything_as_it_was(checker, write, tmp_path):
    checker("import", write("a.csv", A), "--source", "L", "--retrieved", "2026-02-01")
    before = checker("status", "-o", "json")[1]
    for arguments, code, sentence in (
        (
            (write("b.csv", B), "--source", "L", "--retrieved", "2026-01-01"),
            67,
            "older than the one stored, of 2026-02-01",
        ),
        ((tmp_path / "missing.csv",), 67, "There is no file"),
        ((write("c.csv", B), "--kind", "nothing"), 2, "Kinds are list, certificates, results"),
        ((write("c.csv", B), "--retrieved", "someday"), 2, "YYYY-MM-DD"),
        ((write("c.csv", B), "--kind", "results"), 67, "expected heading"),
        (("http://127.0.0.1:9/list", "--offline"), 67, "no snapshot"),
    ):
        found, _, err = checker("import", *arguments)
        assert (found, sentence in err) == (code, True), err
    assert checker("status", "-o", "json")[1] == before


def test_status_warns_of_old_lists(checker, write):
    checker("import", write("a.csv", A, B), "--source", "L", "--retrieved", "2026-01-01")
    code, out, err = checker("status")
    assert code == 0
    assert "L: 2 certificates, 3 models, list of 2026-01-01" in out
    assert f"more than {load_old_after_days()}" in err
    assert checker("status", "--older-than", "99999")[2] == ""
    assert checker("status", "--quiet")[2] == ""
    (source,) = json.loads(checker("status", "-o", "json")[1])["sources"]
    assert (source["certificates"], source["products"], source["set_aside"]) == (2, 3, {})


def test_search_and_show(checker, write):
    checker("import", write("a.csv", A, B), "--source", "L", "--retrieved", "2026-01-01")
    assert checker("search", "r-2")[1].startswith("C-2 | 示例乙 | 路由器 | R-1、R-2 | valid → 2031-01-01 | L")
    assert [row["number"] for row in json.loads(checker("search", "示例", "-o", "json")[1])] == ["C-1", "C-2"]
    assert "and 1 more" in checker("search", "示例", "--limit", "1")[1]
    code, out, _ = checker("search", "nothing")
    assert (code, out) == (0, "nothing was not found in the lists of L (2026-01-01)\n")
    code, _, err = checker("show", "C-9")
    assert code == 66
    assert "was not found in the lists of L (2026-01-01)" in err
    (certificate,) = json.loads(checker("show", "C-2", "-o", "json")[1])
    assert [product["model"] for product in certificate["products"]] == ["R-1", "R-2"]
    assert [event["event"] for event in certificate["history"]] == ["added"]


def test_control_characters_of_a_list_do_not_reach_the_terminal(checker, write):
    checker(
        "import", write("a.csv", A.replace("示例甲", "示\x1b[31m例")), "--source", "L\x07", "--retrieved", "2026-01-01"
    )
    for command in (("status",), ("search", "C-1"), ("show", "C-1"), ("diff",)):
        assert not set(checker(*command)[1]) & {"\x1b", "\x07"}


def test_an_export_is_whole_and_runs_no_formula(checker, write, tmp_path):
    checker("import", write("a.csv", A, B, FORMULA), "--source", "L", "--retrieved", "2026-01-01")
    target = tmp_path / "out"
    outputs = [f"{kind}={target}.{kind}" for kind in ("csv", "xlsx", "json")]
    assert checker("export", *(part for output in outputs for part in ("-o", output)))[0] == 0
    text = target.with_suffix(".csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    records = json.loads(target.with_suffix(".json").read_text(encoding="utf-8"))
    sheet = openpyxl.load_workbook(target.with_suffix(".xlsx")).active
    assert [record["model"] for record in records] == ["FW-1", "R-1", "R-2", "-FW-9"]
    assert [row["model"] for row in rows] == ["FW-1", "R-1", "R-2", "'-FW-9"]
    assert rows[3]["maker"] == "'=HYPERLINK(1)"
    assert sheet["B5"].value == "=HYPERLINK(1)"
    assert {cell.data_type for row in sheet for cell in row} == {"s"}
    assert records[1]["valid_until"] == rows[1]["valid_until"] == "2031-01-01"


@pytest.mark.parametrize("command", [("status",), ("search", "x"), ("show", "x"), ("diff",), ("export", "-o", "csv")])
def test_without_a_store_the_next_step_is_named(checker, command):
    code, out, err = checker(*command)
    assert (code, out) == (67, "")
    assert "checker register import" in err


def test_an_address_is_fetched_kept_and_fetched_again_by_name(checker, site):
    publish, address = site
    publish(f"{HEADER}\n{A}\n")
    assert checker("import", address, "--source", "Web")[0] == 0
    assert "the same list as stored" in checker("fetch")[1]
    publish(f"{HEADER}\n{A}\n{B}\n")
    assert "1 added" in checker("fetch", "Web")[1]
    assert "the same list as stored" in checker("fetch", address)[1]
    (source,) = json.loads(checker("status", "-o", "json")[1])["sources"]
    assert (source["name"], source["address"], source["imports"]) == ("Web", address, 2)


def test_a_page_that_is_gone_or_no_list_changes_nothing(checker, site):
    publish, address = site
    publish(f"{HEADER}\n{A}\n")
    checker("import", address, "--source", "Web")
    before = checker("export", "-o", "json")[1]
    publish("<html><body><h1>503</h1></body></html>")
    assert checker("fetch")[0] == 67
    publish(None)
    code, _, err = checker("fetch")
    assert code == 67
    assert "no evidence that anything was delisted" in err
    assert checker("export", "-o", "json")[1] == before


def test_offline_says_how_old_the_snapshot_is(checker, site):
    publish, address = site
    publish(f"{HEADER}\n{A}\n")
    checker("fetch", address)
    publish(None)
    code, out, err = checker("fetch", "--offline")
    assert (code, "the same list as stored" in out) == (0, True)
    assert "snapshot of 0 days ago" in err


def test_home_pages_and_files_are_not_fetched(checker, write):
    for known in known_sources():
        code, _, err = checker("fetch", known.name)
        assert code == 67
        assert known.address in err
    assert checker("fetch")[0] == 2
    assert checker("fetch", "nobody")[0] == 2
    checker("import", write("a.csv", A), "--source", "L", "--retrieved", "2026-01-01")
    code, _, err = checker("fetch", "L")
    assert code == 2
    assert "--source L" in err


def test_known_addresses_say_that_none_was_tried():
    assert all(known.last_seen_working == "" and known.role == "home" for known in known_sources())


def test_a_source_that_looks_like_a_newer_list_of_another_is_pointed_out(checker, write):
    checker("import", write("jan.csv", A, B), "--retrieved", "2026-01-01")
    _, _, err = checker("import", write("feb.csv", A, B, FORMULA), "--retrieved", "2026-02-01")
    assert "--source jan.csv" in err


def test_a_source_imported_by_mistake_can_be_retired_and_brought_back(checker, write):
    checker("import", write("jan.csv", A, B), "--retrieved", "2026-01-01")
    checker("import", write("feb.csv", A), "--retrieved", "2026-02-01")
    code, out, _ = checker("retire", "feb.csv")
    assert (code, "feb.csv is not used in checks" in out) == (0, True)
    assert {entry["source"] for entry in json.loads(checker("export", "-o", "json")[1])} == {"jan.csv"}
    _, out, err = checker("status")
    assert "feb.csv: retired on" in out
    assert "feb.csv" not in err
    assert checker("show", "C-1")[1].count("its source was retired on") == 1
    checker("import", write("feb.csv", A), "--retrieved", "2026-02-01")
    assert {entry["source"] for entry in json.loads(checker("export", "-o", "json")[1])} == {"jan.csv", "feb.csv"}
    code, _, err = checker("retire", "mar.csv")
    assert code == 2
    assert "jan.csv, feb.csv" in err


def test_another_store_can_be_named(checker, write, tmp_path):
    store = tmp_path / "other.db"
    assert checker("import", write("a.csv", A), "--store", store)[0] == 0
    assert store.exists()
    assert checker("status")[0] == 67
    assert checker("status", "--store", store)[0] == 0
