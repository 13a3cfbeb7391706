"""The shipped editions: made from their saved pages, exact, with provenance; damage is noticed."""

import hashlib
import json
import shutil
from datetime import date
from decimal import Decimal

import pytest

from checker.errors import DataError, ExitCode
from checker.loader.checks import Check, read_checks, record_check
from checker.loader.edition_files import decode_edition, encode_edition
from checker.loader.editions import choose_edition, find_editions, find_in_force, load_directory, read_edition
from checker.loader.pages import build_edition
from checker.loader.thresholds import UnreadThresholdError, join_lines, parse_thresholds
from checker.resources import data_path

EDITIONS = ("2023", "2017")


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CHECKER_DATA", str(tmp_path / "data"))


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_data_file_is_what_the_saved_page_gives(edition):
    folder = data_path("directory", edition)
    assert encode_edition(build_edition(folder)) == (folder / "edition.json").read_bytes()


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_edition_survives_its_data_file(edition):
    made = build_edition(data_path("directory", edition))
    assert decode_edition(encode_edition(made), "edition.json") == made


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_source_lies_beside_and_has_the_recorded_sha256(edition):
    directory = load_directory(edition)
    data = data_path("directory", edition, directory.source).read_bytes()
    assert hashlib.sha256(data).hexdigest() == directory.sha256


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_data_say_that_the_page_was_not_downloaded(edition):
    directory = load_directory(edition)
    assert "not downloaded" in directory.provenance_en
    assert "并非从官方网站下载" in directory.provenance_zh


def test_2023_in_full():
    directory = load_directory("2023")
    assert directory.announcement == "2023年第2号（2023年7月3日）"
    assert directory.issued_by == ("国家互联网信息办公室", "工业和信息化部", "公安部", "国家认证认可监督管理委员会")
    assert (directory.effective_from, directory.effective_to) == (date(2023, 7, 3), None)
    assert [row.id for row in directory.categories] == [
        *(f"E{number:02d}" for number in range(1, 5)),
        *(f"P{number:02d}" for number in range(1, 35)),
    ]
    assert all(row.name_en and row.checked for row in directory.categories)
    assert directory.unchecked_rows == 30
    assert [row.id for row in directory.categories if row.is_checked] == [
        "E01",
        "E02",
        "E03",
        "E04",
        "P01",
        "P02",
        "P03",
        "P04",
    ]


def test_2017_ended_the_day_before_2023_began():
    directory = load_directory("2017")
    assert directory.announcement == "2017年第1号（2017年6月1日）"
    assert (directory.effective_from, directory.effective_to) == (date(2017, 6, 1), date(2023, 7, 2))
    assert len(directory.categories) == directory.unchecked_rows == 15


def limits(edition):
    return {
        row.id: [(limit.quantity, limit.comparison, limit.value, limit.unit, limit.text) for limit in row.thresholds]
        for row in load_directory(edition).categories
        if row.thresholds
    }


def test_the_limits_of_2023():
    assert limits("2023") == {
        "E01": [
            ("throughput", ">=", Decimal(12), "Tbps", "整系统吞吐量(双向)≥12Tbps"),
            ("routes", ">=", Decimal(55), "万条", "整系统路由表容量≥55万条"),
        ],
        "E02": [
            ("throughput", ">=", Decimal(30), "Tbps", "整系统吞吐量(双向)≥30Tbps"),
            ("forwarding_rate", ">=", Decimal(10), "Gpps", "整系统包转发率≥10Gpps"),
        ],
        "E03": [
            ("cpus", ">=", Decimal(8), "个", "CPU数量≥8个"),
            ("cores", ">=", Decimal(14), "个", "单CPU内核数≥14个"),
            ("memory", ">=", Decimal(256), "GB", "内存容量≥256GB"),
        ],
        "E04": [("instruction_time", "<=", Decimal("0.08"), "微秒", "控制器指令执行时间≤0.08微秒")],
    }


def test_the_limits_of_2017_part_two():
    found = limits("2017")
    assert set(found) == {*(f"E{number:02d}" for number in range(1, 5)), *(f"P{number:02d}" for number in range(1, 12))}
    assert found["P07"] == [
        ("connection_rate", ">", Decimal(100), "连接/秒", "连接处理速率（连接/秒）＞100"),
        ("average_delay", "<", Decimal(100), "ms", "平均延迟时间＜100ms"),
    ]
    assert found["P10"] == [("transactions", ">=", Decimal(4500), "个", "TPC-E tpsE（每秒可交易数量）≥4500个")]
    assert found["P01"][0] == ("backup_capacity", ">=", Decimal(20), "T", "备份容量≥20T")
    assert found["P08"][1] == ("event_rate", ">=", Decimal(5), "万条/秒", "记录事件能力≥5万条/秒")
    quantities = [limit[0] for row in found.values() for limit in row]
    assert all(quantity.isascii() for quantity in quantities)


@pytest.mark.parametrize(
    "lines",
    [
        ["整系统吞吐量(双向)≥12Tbps", "整系统路由表容量≥55万条"],
        ["整系统吞吐量(双向)≥12Tbps；整系统路由表容量≥55万条"],
        ["整系统吞吐量(双向)≥12Tbps整系统路由表容量≥55万条"],
        ["整系统吞吐量(双", "向)≥12T", "bps", "整系统路由表容", "量≥55", "万条"],
        ["整系统吞吐量(双向) ≥\u00a012 Tbps；", "", "整系统路由表容量 ≥ 55 万条"],
    ],
)
def test_limits_are_parted_however_they_are_set(lines):
    read = parse_thresholds(join_lines(lines))
    assert [(limit.quantity, limit.value, limit.unit) for limit in read] == [
        ("throughput", 12, "Tbps"),
        ("routes", 55, "万条"),
    ]


@pytest.mark.parametrize("scope", ["吞吐量≥", "吞吐量≥很大", "≥12Tbps"])
def test_a_limit_without_quantity_or_figure_is_no_limit(scope):
    with pytest.raises(UnreadThresholdError):
        parse_thresholds(scope)


def test_an_unknown_edition_names_those_there_are():
    with pytest.raises(DataError) as caught:
        load_directory("2099")
    assert caught.value.exit_code == ExitCode.DATA
    assert caught.value.facts == {"edition": "2099", "editions": "2023, 2017"}


@pytest.fixture
def copied(tmp_path):
    folder = tmp_path / "data" / "directory" / "2023"
    shutil.copytree(data_path("directory", "2023"), folder)
    return folder


def test_a_stored_edition_goes_before_the_shipped_one(copied):
    assert find_editions()["2023"] == copied
    assert load_directory("2023").unchecked_rows == 30


def test_a_changed_source_is_noticed(copied):
    source = copied / "announcement.html"
    source.write_bytes(source.read_bytes().replace(b"12Tbps", b"13Tbps"))
    with pytest.raises(DataError) as caught:
        load_directory("2023")
    assert caught.value.code == "directory_source_differs"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"edition": "2023"}', b"\xff\xfe"])
def test_a_damaged_data_file_is_noticed(copied, content):
    (copied / "edition.json").write_bytes(content)
    with pytest.raises(DataError) as caught:
        load_directory("2023")
    assert caught.value.code == "data_damaged"


def test_a_shrunken_data_file_fails_the_expectations(copied):
    path = copied / "edition.json"
    document = json.loads(path.read_bytes())
    del document["categories"][10]
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(DataError) as caught:
        read_edition(copied)
    assert caught.value.code == "directory_unexpected"
    assert "P07" in str(caught.value.facts["failures_en"])


def test_a_recorded_check_counts_only_for_the_text_that_was_checked():
    directory = load_directory("2023")
    check = Check(
        "2023", directory.sha256, ("P05", "P06"), "示例员", "2026-11-01", "https://example.org/list.html", "ab" * 32
    )
    record_check(check)
    record_check(Check("2023", "0" * 64, ("P07",), "示例员", "2026-11-01", "old.html", "cd" * 32))
    checked = load_directory("2023")
    assert checked.unchecked_rows == 28
    row = next(row for row in checked.categories if row.id == "P05")
    assert "示例员" in row.checked
    assert "2026-11-01" in row.checked
    assert "https://example.org/list.html" in row.checked
    assert "示例员" in row.checked_zh
    assert check in read_checks()


def test_damaged_records_are_an_error_not_a_guess(tmp_path):
    (tmp_path / "data" / "directory_checks").mkdir(parents=True)
    (tmp_path / "data" / "directory_checks" / "x.json").write_text('{"edition": "2023"}', "utf-8")
    with pytest.raises(DataError) as caught:
        load_directory("2023")
    assert caught.value.code == "data_damaged"


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2017, 5, 31), None),
        (date(2017, 6, 1), "2017"),
        (date(2023, 7, 2), "2017"),
        (date(2023, 7, 3), "2023"),
        (date(2026, 11, 1), "2023"),
    ],
)
def test_the_edition_in_force_on_a_day(day, edition):
    assert find_in_force(day) == edition


def test_an_earlier_edition_is_never_taken_unasked():
    assert choose_edition(date(2020, 1, 1)) == choose_edition(date(2026, 11, 1)) == "2023"


def test_a_newer_stored_edition_is_taken_once_it_is_in_force(tmp_path):
    stored = tmp_path / "directory" / "2027"
    shutil.copytree(data_path("directory", "2023"), stored)
    edition = stored / "edition.json"
    text = (
        edition.read_text(encoding="utf-8")
        .replace("2023-07-03", "2027-02-01")
        .replace('"edition": "2023"', '"edition": "2027"')
    )
    edition.write_text(text, encoding="utf-8")
    assert choose_edition(date(2027, 1, 31), tmp_path) == "2023"
    assert choose_edition(date(2027, 2, 1), tmp_path) == "2027"
