"""Speed never changes an answer: what is decided for many lines at once is what each line gets alone."""

import random

import pandas as pd
import pytest

from checker.inventory.reading import read_inventory
from checker.judging import flatten
from checker.pipeline import SilentProgress, load_judge
from checker.tables.delimited import read_careful, read_fast


@pytest.fixture(params=[1, 2], ids=["one table", "another"])
def table(tmp_path, messy_rows, write_csv, request):
    path = tmp_path / "t.csv"
    write_csv(path, messy_rows(random.Random(request.param), 90))
    return path


def find_alone(judge, lines):
    """Decide each line by itself, with nothing kept of the others."""
    found = []
    for place in range(len(lines)):
        judge.__dict__.pop("_memory", None)
        found.append(judge.find(lines.iloc[[place]])[0])
    return pd.concat(found)


def test_findings_of_many_lines_are_those_of_each_alone(table, request_for):
    lines = read_inventory(table).lines
    judge = load_judge(request_for(table), SilentProgress())
    together = judge.find(lines)[0]
    again = judge.find(lines.iloc[::-1])[0].sort_index()
    alone = find_alone(judge, lines)
    pd.testing.assert_frame_equal(flatten(together), flatten(alone))
    pd.testing.assert_frame_equal(flatten(together), flatten(again))


def test_money_of_many_lines_is_that_of_each_alone(table, request_for):
    lines = read_inventory(table).lines
    judge = load_judge(request_for(table), SilentProgress())
    findings = judge.find(lines)[0]
    together = judge.weigh(lines, findings)
    alone = [judge.weigh(lines.iloc[[place]], findings.iloc[[place]]) for place in range(len(lines))]
    plain = pd.concat([part for part in alone if len(part)])
    texts = dict.fromkeys(plain.select_dtypes(["str", "category"]), "str")
    pd.testing.assert_frame_equal(together.astype(texts), plain.astype(texts), check_dtype=False)


def test_little_memory_changes_nothing(table, request_for, monkeypatch):
    lines = read_inventory(table).lines
    judge = load_judge(request_for(table), SilentProgress())
    expected = flatten(judge.find(lines)[0])
    monkeypatch.setattr("checker.matcher.memory.MOST_PRODUCTS", 5)
    monkeypatch.setattr("checker.matcher.certificate_memory.MOST_LINES", 5)
    parts = [flatten(judge.find(lines.iloc[start : start + 7])[0]) for start in range(0, len(lines), 7)]
    pd.testing.assert_frame_equal(pd.concat(parts), expected)


def test_both_readers_of_delimited_text_give_one_grid(tmp_path):
    pick = random.Random(5)
    cells = ["", "a", "防火墙", "1,200", 'say "x"', "two\nlines", " blank ", "00012", "2026-03-05 00:00:00"]
    frame = pd.DataFrame([[pick.choice(cells) for _ in range(4)] for _ in range(200)])
    path = tmp_path / "t.csv"
    frame.to_csv(path, index=False, header=False)
    fast = read_fast(path.read_bytes())
    if fast is not None:
        pd.testing.assert_frame_equal(fast, read_careful(path.read_bytes(), path))
    plain = frame.replace('say "x"', "say x")
    plain.to_csv(path, index=False, header=False)
    assert read_fast(path.read_bytes()) is not None
    pd.testing.assert_frame_equal(read_fast(path.read_bytes()), read_careful(path.read_bytes(), path))
