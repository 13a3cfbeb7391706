"""Whole runs: every folder here with a case.toml is one. Adding a folder adds a test.

case.toml: ``arguments`` (the command line, run inside the folder), ``exit_code``, optionally ``stderr`` (a list of texts that must be
there). ``report.json`` beside it is the whole JSON report; write it anew with ``CHECKER_WRITE_EXAMPLES=1`` and read the difference.
"""

import json
import os
import shutil
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checker.cli.app import run

CHANGED = datetime(2026, 11, 1, 12, tzinfo=UTC).timestamp()
"""When the files of an example were last changed, which is how old a list is."""
CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/case.toml"))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_example(folder, tmp_path, monkeypatch, capsys):
    case = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    report = tmp_path / "report.json"
    place = tmp_path / "run"
    shutil.copytree(folder, place)
    for file in place.iterdir():
        os.utime(file, (CHANGED, CHANGED))
    monkeypatch.chdir(place)
    monkeypatch.setenv("CHECKER_LANG", "en")
    arguments = [str(report) if part == "REPORT" else part.replace("REPORT", str(report)) for part in case["arguments"]]

    code = run(arguments)

    said = capsys.readouterr()
    assert code == case["exit_code"], said.err
    assert "Traceback" not in said.err
    for text in case.get("stderr", []):
        assert text in said.err
    golden = folder / "report.json"
    if not report.exists():
        assert not golden.exists(), "a report was expected and none was written"
        return
    found = json.loads(report.read_text(encoding="utf-8"))
    if os.environ.get("CHECKER_WRITE_EXAMPLES"):
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(golden.read_text(encoding="utf-8"))


def test_there_are_examples():
    assert len(CASES) >= 5
