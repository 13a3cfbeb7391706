"""Lists brought into a store: what is recorded, what is refused, and that nothing is lost or invented."""

import itertools
import os
import socket
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from checker.errors import DataError, ExitCode, UsageError
from checker.loader.ages import find_old
from checker.loader.demands import load_demands
from checker.loader.fetching import load_limits
from checker.loader.importing import ImportRequest, import_lists
from checker.loader.inquiry import describe_sources, find_number, read_history, search_certificates
from checker.loader.lists import read_list
from checker.loader.loading import load_register
from checker.loader.store import open_store

HEADER = ("证书编号", "生产企业", "产品名称", "型号", "版本", "有效期至", "证书状态")
A = ("C-1", "示例甲", "防火墙", "FW-1", "V1.0", "2030-01-01", "有效")
B = ("C-2", "示例乙", "路由器", "R-1、R-2", "", "2030-01-01", "有效")
C = ("C-3", "示例丙", "交换机", "S-1", "", "2030-01-01", "有效")


def write(path, *rows, header=HEADER):
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in (header, *rows)), encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path):
    return tmp_path / "register.sqlite3"


@pytest.fixture
def bring(tmp_path, store):
    """Import rows as a list of one source on a day."""
    numbers = itertools.count()

    def run(day, *rows, name="甲清单", header=HEADER, **options):
        path = write(tmp_path / f"list{next(numbers)}.csv", *rows, header=header)
        request = ImportRequest([str(path)], store, name=name, retrieved=date.fromisoformat(day), **options)
        return import_lists(request)[0]

    return run


def dump(store):
    with sqlite3.connect(store) as connection:
        return list(connection.iterdump())


def history(store, **options):
    with open_store(store) as connection:
        found = read_history(connection, **options)
    return [tuple(row) for row in found[["number", "event", "field", "was", "became"]].itertuples(index=False)]


def listed(register):
    return register.entries[register.entries["missing"] == ""].reset_index(drop=True)


def test_what_is_loaded_is_what_was_read(tmp_path, store):
    path = write(tmp_path / "list.csv", A, ("", "", "", "", "", "", ""), B, C)
    import_lists(ImportRequest([str(path)], store))
    source, entries = read_list(path)
    register = load_register(store)
    pd.testing.assert_frame_equal(register.entries, entries)
    assert register.sources == (source,)


@pytest.mark.parametrize(
    "text",
    ['a"b\\c', "\\u4e2d", "示例\U0001f600", "\x1b[31m", "a\tb", "a\nb", "[1]", "true", "'; DROP TABLE sources; --"],
)
def test_texts_come_back_to_the_letter(tmp_path, store, text):
    path = write(tmp_path / "list.csv", ("C-1", text.replace('"', '""'), "防火墙", "FW-1", "", "", ""))
    import_lists(ImportRequest([str(path)], store))
    assert list(load_register(store).entries["maker"]) == [text]


def test_the_bytes_are_kept_and_named(tmp_path, store):
    path = write(tmp_path / "list.csv", A)
    before = path.read_bytes()
    import_lists(ImportRequest([str(path)], store, name="甲"))
    path.unlink()
    with open_store(store) as connection:
        (source,) = describe_sources(connection)
    assert (store.with_suffix(".snapshots") / source.snapshot).read_bytes() == before


def test_the_same_bytes_twice_change_nothing(bring, store):
    bring("2026-01-01", A, B)
    before = dump(store)
    assert bring("2026-01-01", A, B).is_unchanged
    assert dump(store) == before


def test_the_same_bytes_later_confirm_the_list_and_nothing_else(bring, store):
    bring("2026-01-01", A, B)
    before = dump(store)
    bring("2026-03-01", A, B)
    bring("2026-02-01", A, B)
    assert len(set(before) ^ set(dump(store))) == 2
    assert load_register(store).sources[0].retrieved == date(2026, 3, 1)
    with open_store(store) as connection:
        assert describe_sources(connection)[0].retrieved == date(2026, 1, 1)


def test_a_newer_program_reads_the_same_bytes_again(bring, store, monkeypatch):
    bring("2026-02-01", A, B)
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE products SET model = 'misread' WHERE model = 'R-2'")
    connection.close()
    assert bring("2026-01-01", A, B).is_unchanged
    monkeypatch.setattr("checker.loader.importing.__version__", "99")
    assert bring("2026-01-01", A, B).changes.changed == 1
    assert bring("2026-01-01", A, B).is_unchanged
    register = load_register(store)
    assert list(listed(register)["model"]) == ["FW-1", "R-1", "R-2"]
    assert register.sources[0].retrieved == date(2026, 2, 1)


def test_a_newer_list_updates_adds_and_marks_but_never_deletes(bring, store):
    bring("2026-01-01", A, B)
    result = bring("2026-02-01", (*A[:6], "暂停"), C)
    assert vars(result.changes) == {"added": 1, "changed": 1, "not_listed": 1, "listed_again": 0}
    entries = load_register(store).entries.set_index("model")
    assert entries["status"].to_dict() == {
        "FW-1": "suspended",
        "S-1": "valid",
        "R-1": "not_listed",
        "R-2": "not_listed",
    }
    assert entries["missing"].to_dict() == {"FW-1": "", "S-1": "", "R-1": "2026-02-01", "R-2": "2026-02-01"}
    assert history(store) == [
        ("C-3", "added", "", "", ""),
        ("C-1", "changed", "status", "valid", "suspended"),
        ("C-2", "not_listed", "", "", ""),
    ]


def test_a_certificate_can_be_listed_again(bring, store):
    bring("2026-01-01", A, B)
    bring("2026-02-01", A)
    bring("2026-03-01", A, B)
    assert history(store) == [("C-2", "listed_again", "", "", "")]
    assert set(load_register(store).entries["status"]) == {"valid"}
    with open_store(store) as connection:
        found = find_number(connection, "c 2")
        assert list(read_history(connection, certificate=int(found["id"][0]))["event"]) == [
            "added", "not_listed", "listed_again",
        ]  # fmt: skip


def test_a_model_no_longer_on_a_certificate_is_no_longer_certified(bring, store):
    bring("2026-01-01", A, B)
    bring("2026-02-01", A, (*B[:3], "R-2", *B[4:]))
    entries = load_register(store).entries.set_index("model")
    assert entries["status"].to_dict() == {"FW-1": "valid", "R-2": "valid", "R-1": "not_listed"}
    assert history(store) == [("C-2", "changed", "model", "R-1", "")]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("有效", "not_listed"),
        ("过期", "not_listed"),
        ("暂停", "suspended"),
        ("撤销", "withdrawn"),
        ("注销", "cancelled"),
    ],
)
def test_what_is_no_longer_listed_never_looks_better_than_it_was(bring, store, word, status):
    bring("2026-01-01", A, (*B[:6], word))
    bring("2026-02-01", A)
    entries = load_register(store).entries
    assert set(entries.loc[entries["number"] == "C-2", "status"]) == {status}


def test_changes_of_each_field_are_told(bring, store):
    bring("2026-01-01", A)
    bring("2026-02-01", ("C-1", "示例甲改", "防火墙", "FW-1", "V2.0", "2031-01-01", "撤销"))
    assert history(store) == [
        ("C-1", "changed", "maker", "示例甲", "示例甲改"),
        ("C-1", "changed", "status", "valid", "withdrawn"),
        ("C-1", "changed", "valid_until", "2030-01-01", "2031-01-01"),
        ("C-1", "changed", "model", "FW-1 V1.0", ""),
        ("C-1", "changed", "model", "", "FW-1 V2.0"),
    ]


def test_order_width_and_blanks_are_no_change(bring, store):
    bring("2026-01-01", A, B, C)
    result = bring("2026-02-01", C, ("Ｃ-2", "示例 乙", *B[2:]), A)
    assert set(vars(result.changes).values()) == {0}
    assert list(load_register(store).entries["number"]) == ["C-3", "Ｃ-2", "Ｃ-2", "C-1"]


def test_entries_without_a_number_are_known_by_maker_and_model(bring, store):
    rows = [("", "示例甲", "防火墙", "FW-1", "", "", ""), ("", "示例甲", "防火墙", "FW-2", "", "", "")]
    bring("2026-01-01", *rows)
    assert set(vars(bring("2026-02-01", *reversed(rows)).changes).values()) == {0}
    result = bring("2026-03-01", rows[0], ("", "示例甲", "防火墙", "FW-3", "", "", ""))
    assert vars(result.changes) == {"added": 1, "changed": 0, "not_listed": 1, "listed_again": 0}
    assert list(load_register(store).entries["model"]) == ["FW-1", "FW-3", "FW-2"]


def test_rows_that_stand_twice_stay_two(bring, store):
    rows = [A, A, ("", "示例乙", "防火墙", "X", "", "", ""), ("", "示例乙", "防火墙", "X", "", "", "")]
    bring("2026-01-01", *rows)
    assert len(load_register(store).entries) == 4
    bring("2026-02-01", *rows, C)
    assert len(load_register(store).entries) == 5
    assert history(store) == [("C-3", "added", "", "", "")]


def test_one_number_with_different_facts_keeps_all_of_them(bring, store):
    bring("2026-01-01", A, ("C-1", "示例甲", "路由器", "R-9", "", "2029-01-01", "暂停"))
    bring("2026-02-01", ("C-1", "示例甲", "路由器", "R-9", "", "2029-01-01", "有效"), A)
    entries = load_register(store).entries
    assert list(entries["model"]) == ["R-9", "FW-1"]
    assert history(store) == [("C-1", "changed", "status", "suspended", "valid")]


def test_an_older_list_does_not_undo_a_newer_one(bring, store):
    bring("2026-03-01", A)
    before = dump(store)
    with pytest.raises(DataError) as error:
        bring("2026-02-01", B)
    assert (error.value.code, error.value.exit_code) == ("store_older", ExitCode.DATA)
    assert dump(store) == before


def test_lists_of_several_days_are_recorded_in_their_order(tmp_path, store):
    paths = []
    for day, rows in (("2026-03-01", (A, C)), ("2026-01-01", (A, B)), ("2026-02-01", (A, B, C))):
        path = write(tmp_path / f"{day}.csv", *rows)
        moment = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC).timestamp()
        os.utime(path, (moment, moment))
        paths.append(str(path))
    results = import_lists(ImportRequest(paths, store, name="甲"))
    assert [result.source.retrieved.isoformat() for result in results] == ["2026-01-01", "2026-02-01", "2026-03-01"]
    assert history(store, since=date(2026, 2, 1)) == [("C-3", "added", "", "", ""), ("C-2", "not_listed", "", "", "")]


def test_two_lists_of_one_source_and_day_are_refused(tmp_path, store):
    paths = [str(write(tmp_path / f"{name}.csv", row)) for name, row in (("a", A), ("b", B))]
    with pytest.raises(UsageError) as error:
        import_lists(ImportRequest(paths, store, name="甲", retrieved=date(2026, 1, 1)))
    assert error.value.code == "store_same_day"
    assert not store.exists()


def test_sources_do_not_touch_each_other(bring, store):
    bring("2026-01-01", A, name="甲")
    bring("2026-02-01", B, name="乙")
    bring("2026-03-01", C, name="乙")
    register = load_register(store)
    assert [source.name for source in register.sources] == ["甲", "乙"]
    assert list(register.entries["status"]) == ["valid", "valid", "not_listed", "not_listed"]
    assert [source.name for source, _ in find_old(register.sources, date(2026, 4, 1), 33)] == ["甲"]


def test_one_bad_list_among_several_changes_nothing(tmp_path, bring, store):
    bring("2026-01-01", A)
    before = dump(store)
    good, bad = write(tmp_path / "good.csv", B), tmp_path / "bad.csv"
    bad.write_text("nothing\nhere\n", encoding="utf-8")
    with pytest.raises(DataError):
        import_lists(ImportRequest([str(good), str(bad)], store))
    assert dump(store) == before


def test_a_new_source_with_the_numbers_of_another_is_pointed_out(bring):
    bring("2026-01-01", A, B, name="甲-2026-01")
    overlap = bring("2026-02-01", A, B, C, name="甲-2026-02").overlap
    assert (overlap.name, overlap.shared, overlap.numbers) == ("甲-2026-01", 2, 3)
    assert bring("2026-02-01", ("C-8", *A[1:]), name="乙").overlap is None


def test_a_day_in_the_future_is_refused(bring, store):
    with pytest.raises(UsageError) as error:
        bring("2999-01-01", A)
    assert error.value.code == "store_future"
    assert not store.exists()


MANY = tuple((f"C-{number}", "示例甲", "防火墙认证", f"FW-{number}", "", "2030-01-01", "有效") for number in range(20))


@pytest.mark.parametrize(
    ("rows", "kind", "code"),
    [
        (MANY[:10], "list", "expectation_loss"),
        (tuple((*row[:1], "", *row[2:]) for row in MANY), "list", "expectation_filled"),
        (tuple((*row[:2], "防火墙", *row[3:6], "") for row in MANY), "results", "expectation_heading"),
        (tuple(("", *row[1:]) for row in MANY), "certificates", "expectation_filled"),
        ((*MANY, *[("", "", "防火墙", "", "", "2030-01-01", "有效")] * 9), "list", "expectation_unreadable"),
    ],
)
def test_a_list_that_fails_an_expectation_is_refused_and_nothing_changes(bring, store, rows, kind, code):
    bring("2026-01-01", *MANY)
    before = dump(store)
    with pytest.raises(DataError) as error:
        bring("2026-02-01", *rows, kind=kind)
    assert (error.value.code, error.value.exit_code) == (code, ExitCode.DATA)
    assert dump(store) == before


def test_a_loss_that_was_looked_into_can_be_accepted(bring, store):
    bring("2026-01-01", *MANY)
    assert bring("2026-02-01", *MANY[:10], accept_loss=True).changes.not_listed == 10
    assert len(load_register(store).entries) == 20


def test_an_exchanged_list_of_the_same_length_counts_as_loss(bring):
    bring("2026-01-01", *MANY)
    with pytest.raises(DataError) as error:
        bring("2026-02-01", *((f"X{row[0]}", *row[1:3], f"Y{row[3]}", *row[4:]) for row in MANY))
    assert error.value.facts["lost"] == 20


def test_a_source_keeps_its_kind(bring):
    bring("2026-01-01", *MANY, kind="certificates", name="认证甲")
    with pytest.raises(DataError) as error:
        bring("2026-02-01", *(("", *row[1:]) for row in MANY), name="认证甲")
    assert error.value.code == "expectation_filled"


def test_an_unknown_kind_is_a_usage_error(bring):
    with pytest.raises(UsageError) as error:
        bring("2026-01-01", A, kind="nothing")
    assert set(error.value.facts["kinds"].split(", ")) == set(load_demands())


def test_a_page_that_cannot_be_reached_delists_nothing(bring, store):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/list"
        bring("2026-01-01", A, name=address)
        before = dump(store)
        with pytest.raises(DataError) as error:
            import_lists(ImportRequest([address], store, limits=replace(load_limits(), attempts=1)))
    assert (error.value.code, error.value.exit_code) == ("fetch_unreachable", ExitCode.DATA)
    assert dump(store) == before


def test_search_finds_parts_in_any_width_and_case(bring, store):
    bring("2026-01-01", A, B)
    with open_store(store) as connection:
        for text in ("ｆｗ-1", "示例甲", "c-1", "v1.0"):
            assert list(search_certificates(connection, text)["number"]) == ["C-1"]
        assert search_certificates(connection, "%").empty
        assert list(search_certificates(connection, "R-2")["models"]) == ["R-1、R-2"]


def test_no_store_is_an_empty_register(tmp_path):
    register = load_register(tmp_path / "none.sqlite3")
    assert register.sources == ()
    assert register.entries.empty
