"""``checker check`` on folders, compressed files and other engines."""

import gzip
import json

import pytest

from checker.batches.sources import expand_sources, is_large
from checker.cli.app import run
from checker.errors import InventoryError


@pytest.fixture(name="small_whole")
def _small_whole(monkeypatch):
    """Let every inventory that can be read in batches be read so."""
    monkeypatch.setattr("checker.batches.sources.READ_WHOLE", 0)


def check(capsys, *arguments):
    code = run(["check", *map(str, arguments)])
    return code, capsys.readouterr()


def test_the_same_code_and_json_in_batches(messy, tmp_path, capsys, monkeypatch):
    codes = [check(capsys, messy, "-q", "-o", f"json={tmp_path}/whole.json", "--as-of", "2026-11-01")[0]]
    monkeypatch.setattr("checker.batches.sources.READ_WHOLE", 0)
    codes.append(check(capsys, messy, "-q", "-o", f"json={tmp_path}/batches.json", "--as-of", "2026-11-01")[0])
    assert codes[0] == codes[1] != 0
    assert json.loads((tmp_path / "whole.json").read_text()) == json.loads((tmp_path / "batches.json").read_text())


@pytest.mark.usefixtures("small_whole")
def test_reports_for_people_say_that_they_hold_only_what_needs_attention(messy, tmp_path, capsys):
    code, said = check(capsys, messy, "-o", f"markdown={tmp_path}/m.md", "--as-of", "2026-11-01")
    assert code == 1
    assert "only the lines that need attention" in said.err
    assert "357" in said.out


def test_compressed_files_are_read_as_they_are(messy, tmp_path, capsys):
    packed = tmp_path / "台账.csv.gz"
    packed.write_bytes(gzip.compress(messy.read_bytes()))
    code, _ = check(capsys, packed, "-q", "-o", f"json={tmp_path}/a.json")
    assert code == 1
    assert json.loads((tmp_path / "a.json").read_text())["summary"]["lines"] == 357


def test_a_parquet_folder_on_request(messy, tmp_path, capsys):
    assert check(capsys, messy, "-q", "-o", f"parquet={tmp_path}/out/")[0] == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["_report.json", "part-00000.parquet"]


@pytest.mark.usefixtures("small_whole")
def test_what_cannot_be_done_in_batches_is_refused(messy, capsys):
    assert check(capsys, messy, "--plan")[0] == 2
    assert check(capsys, messy, "--engine", "spark")[0] == 2


def test_empty_folders_and_patterns_are_no_inventory(tmp_path):
    for path in (tmp_path, tmp_path / "*.csv"):
        with pytest.raises(InventoryError):
            expand_sources([path])


def test_small_files_are_read_whole(messy):
    assert not is_large([messy])


@pytest.mark.usefixtures("small_whole")
def test_nothing_to_check_is_66(tmp_path, capsys):
    (tmp_path / "empty.csv").write_text("产品名称,型号\n", encoding="utf-8")
    assert check(capsys, tmp_path / "empty.csv")[0] == 66
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert check(capsys, tmp_path / "other.csv")[0] == 65
    assert check(capsys, tmp_path / "missing.csv")[0] == 65
