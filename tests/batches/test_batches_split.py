"""Splitting an inventory into batches changes nothing that is said of it."""

import csv
import gzip
import random

import orjson
import pandas as pd
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from checker.inventory.batches import read_in_batches
from checker.inventory.reading import read_inventory
from checker.report.attention import list_attention


def compare(batched, paths, whole, report, whole_paths):
    assert batched.exit_code == whole.exit_code
    assert orjson.loads(orjson.dumps(batched.report.head)) == orjson.loads(orjson.dumps(report.head))
    assert orjson.loads(paths["json"].read_bytes()) == orjson.loads(whole_paths["json"].read_bytes())
    assert paths["ndjson"].read_bytes() == whole_paths["ndjson"].read_bytes()
    assert paths["csv"].read_bytes() == whole_paths["csv"].read_bytes()
    one, other = parquet.read_table(paths["parquet"]), parquet.read_table(whole_paths["parquet"])
    assert one.schema.equals(other.schema)
    assert one.to_pylist() == other.to_pylist()
    heads = [parquet.read_metadata(files["parquet"]).metadata[b"checker.report"] for files in (paths, whole_paths)]
    assert orjson.loads(heads[0]) == orjson.loads(heads[1])


@pytest.mark.parametrize("rows", [17, 64, 1000])
def test_every_report_is_the_same_in_batches_of_any_size(messy, request_for, in_batches, at_once, rows):
    request = request_for(messy)
    compare(*in_batches(request, rows), *at_once(request))


@pytest.mark.parametrize("case_by", ["product", "category", "shipment", "all"])
def test_cases_are_the_same_whatever_makes_a_case(messy, request_for, in_batches, at_once, case_by):
    request = request_for(messy, case_by=case_by)
    batched, _ = in_batches(request, 50, ())
    _, report, _ = at_once(request, ())
    assert batched.report.head["article63"] == report.head["article63"]
    assert batched.report.head["notes"] == report.head["notes"]


def test_folded_money_makes_the_same_cases(messy, request_for, in_batches, at_once, monkeypatch):
    monkeypatch.setattr("checker.batches.gathering.MOST_UNFOLDED", 20)
    monkeypatch.setattr("checker.batches.batch.MOST_UNFOLDED", 20)
    request = request_for(messy)
    batched, _ = in_batches(request, 30, ())
    _, report, _ = at_once(request, ())
    for key in ("article63", "case_details", "readings", "products_at_risk", "summary", "inputs"):
        assert batched.report.head[key] == report.head[key], key


@pytest.mark.parametrize("limit", [1, 5, 10_000])
def test_the_most_urgent_lines_are_kept(messy, request_for, in_batches, at_once, monkeypatch, limit):
    monkeypatch.setattr("checker.batches.gathering.MOST_ATTENTION", limit)
    request = request_for(messy)
    batched, _ = in_batches(request, 40, ())
    _, report, _ = at_once(request, ())
    wanted = list_attention(report.lines)
    assert list_attention(batched.report.lines)["sku"].tolist() == wanted["sku"].head(limit).tolist()
    assert batched.left_out == max(len(wanted) - limit, 0)


CELL = st.sampled_from(
    [
        "",
        "防火墙",
        "交换机",
        "小计",
        "合计",
        "华为 汇总",
        "12",
        "1,200",
        "M-1",
        'a"b',
        "两\n行",
        " x ",
    ]
)


NAMES = ["产品名称", "型号", "数量", "金额"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELL, min_size=1, max_size=5) | st.just(NAMES), min_size=1, max_size=40),
    size=st.integers(1, 15),
    before=st.integers(0, 3),
)
def test_lines_and_account_of_any_table(tmp_path, rows, size, before):
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([*([["标题"]] * before), NAMES, ["防火墙", "F-1", "1", "2"], *rows])
    whole = read_inventory(path)
    parts = list(read_in_batches(path, size))
    pd.testing.assert_frame_equal(pd.concat([part.lines for part in parts], ignore_index=True), whole.lines)
    assert sum(part.sheets[0].rows_read for part in parts) == whole.sheets[0].rows_read
    assert tell(sum((part.sheets[0].set_aside for part in parts), ())) == tell(whole.sheets[0].set_aside)
    assert parts[-1].sha256 == whole.sha256


def tell(set_aside):
    """Return rows and reasons; a row right above a repeated header may be told as a part of it, or by what it says itself."""
    reasons = {entry.row: entry.reason for entry in set_aside}
    for row in sorted(reasons, reverse=True):
        if reasons.get(row + 1) == "repeated_header" and reasons[row] in ("subtotal", "total", "note", "heading"):
            reasons[row] = "repeated_header"
    return reasons


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8-sig", ","), ("gb18030", "\t"), ("utf-16", ";"), ("big5", ","), ("utf-8", "|")]
)
def test_encodings_and_delimiters(tmp_path, encoding, delimiter, messy_rows, write_csv):
    path = tmp_path / "t.csv"
    rows = messy_rows(random.Random(3), 60)
    if encoding == "big5":
        rows = [["產品名稱", "型號"], *([f"防火牆{number}", f"A-{number}"] for number in range(60))]
    write_csv(path, rows, encoding=encoding, delimiter=delimiter)
    whole = read_inventory(path)
    parts = list(read_in_batches(path, 13))
    pd.testing.assert_frame_equal(pd.concat([part.lines for part in parts], ignore_index=True), whole.lines)


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])
def test_compressed_text_reads_like_plain(messy, compress):
    packed = messy.with_suffix(".packed")
    packed.write_bytes(compress(messy.read_bytes()))
    plain = pd.concat([part.lines for part in read_in_batches(messy, 50)], ignore_index=True)
    read = pd.concat([part.lines for part in read_in_batches(packed, 50)], ignore_index=True)
    columns = [name for name in plain if name not in ("path", "sheet")]
    pd.testing.assert_frame_equal(read[columns], plain[columns])


def test_blocks_may_end_anywhere(monkeypatch, messy):
    whole = read_inventory(messy)
    for block in (64, 1000, 4099):
        monkeypatch.setattr("checker.tables.streams.BLOCK", block)
        parts = list(read_in_batches(messy, 37))
        pd.testing.assert_frame_equal(pd.concat([part.lines for part in parts], ignore_index=True), whole.lines)


def test_a_folder_of_parts_is_one_inventory(tmp_path, request_for, in_batches, at_once):
    folder = tmp_path / "parts"
    (folder / "year=2026").mkdir(parents=True)
    frame = pd.DataFrame(
        {
            "产品名称": ["防火墙", "打印机"] * 30,
            "型号": [f"M-{n}" for n in range(60)],
            "数量": range(60),
            "单价": [10.5] * 60,
        }
    )
    for number in range(3):
        frame.iloc[number::3].to_parquet(folder / "year=2026" / f"part-{number}.parquet")
    (folder / "_SUCCESS").touch()
    for path in (folder, folder / "*" / "*.parquet"):
        request = request_for(path)
        assert len(request.inventories) == 3
        compare(*in_batches(request, 11), *at_once(request))
