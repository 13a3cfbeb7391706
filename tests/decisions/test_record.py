"""Decisions on record: appended, superseded, revoked, never changed."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.decisions.record import (
    gather_decisions,
    list_records,
    load_decisions,
    record_decisions,
    revoke_decision,
)
from checker.errors import ConfigurationError, DataError, UsageError
from checker.loader.migrations import migrate, stored_version
from checker.loader.store import open_store

HEADER = "生产厂商,型号,版本,目录类别,目录版本,决定,理由,决定人,决定有效期至,依据证书"
ROW = "示例甲,EX-1,,P02,2023,接受风险,整改中,张三,2027-01-01,"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store.sqlite"


@pytest.fixture
def take(tmp_path, store):
    """Return a function that takes rows in as a file of their own."""

    def take_rows(*rows, name="d.csv"):
        path = tmp_path / name
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8-sig")
        return record_decisions(path, store)

    return take_rows


def standings(store):
    return {one.decision.number: one.standing for one in list_records(store)}


def test_a_decision_is_recorded_with_where_it_came_from(take, store):
    take(ROW)
    (record,) = list_records(store)
    assert (record.file, len(record.sha256), record.standing) == ("d.csv", 64, "in_force")
    assert record.recorded[:4].isdecimal()
    (decision,) = load_decisions(store)
    assert (decision.number, decision.kind, decision.by, decision.until) == (1, "accepted", "张三", date(2027, 1, 1))
    assert decision.place == "d.csv d.csv!F2"


def test_the_same_file_twice_changes_nothing(take, store):
    take(ROW)
    before = store.read_bytes()
    intake = take(ROW)
    assert (intake.recorded, len(intake.known)) == ((), 1)
    assert store.read_bytes() == before


def test_a_newer_decision_supersedes_and_the_older_stays_on_record(take, store):
    take(ROW)
    intake = take(ROW.replace("接受风险", "确认未获证").replace("示例甲", "示例 甲"))
    assert [one.decision.number for one in intake.superseded] == [1]
    assert standings(store) == {1: "superseded", 2: "in_force"}
    assert list_records(store)[0].superseded_by == 2
    assert [one.kind for one in load_decisions(store)] == ["uncertified"]


@pytest.mark.parametrize(
    ("older", "newer", "in_force"),
    [("P02", "P02 P04", {2}), ("P02 P04", "P02", {1, 2}), ("P02", "P04", {1, 2}), ("P02", "P02", {2})],
)
def test_only_a_decision_about_at_least_the_same_categories_supersedes(take, store, older, newer, in_force):
    take(ROW.replace("P02", older))
    take(ROW.replace("P02", newer).replace("2027-01-01", "2027-02-01"))
    assert {one.number for one in load_decisions(store)} == in_force


def test_other_products_versions_and_editions_stand_beside_each_other(take, store):
    take(ROW, ROW.replace("EX-1,", "EX-1,V2"), ROW.replace("2023", "2017"), ROW.replace("示例甲", "示例乙"))
    assert len(load_decisions(store)) == 4


def test_without_a_model_each_sku_has_its_own_decision(tmp_path, store):
    path = tmp_path / "d.csv"
    header = "厂商,型号,产品名称,SKU,目录类别,目录版本,决定,理由,决定人,决定有效期至"
    rows = [f"示例甲,,防火墙,{sku},P02,2023,接受风险,x,张三,2027-01-01" for sku in ("A-1", "A-2")]
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    record_decisions(path, store)
    assert [one.sku for one in load_decisions(store)] == ["A-1", "A-2"]


def test_a_revocation_is_a_record_and_brings_nothing_back(take, store):
    take(ROW)
    take(ROW.replace("整改中", "复查"))
    record = revoke_decision(2, by="李四", reason="已下架", store=store)
    assert (record.standing, record.revoked_by, record.revoked_reason) == ("revoked", "李四", "已下架")
    assert standings(store) == {1: "superseded", 2: "revoked"}
    assert load_decisions(store) == ()
    assert [one.standing for one in take(ROW).known] == ["superseded"]
    assert load_decisions(store) == ()


@pytest.mark.parametrize(("number", "code"), [(9, "decide_no_such"), (1, "decide_not_in_force")])
def test_only_a_decision_in_force_is_revoked(take, store, number, code):
    take(ROW)
    revoke_decision(1, by="李四", reason="x", store=store)
    before = store.read_bytes()
    with pytest.raises(UsageError) as caught:
        revoke_decision(number, by="李四", reason="x", store=store)
    assert caught.value.code == code
    assert store.read_bytes() == before


def test_a_wrong_file_records_nothing_of_it(take, store):
    take(ROW)
    before = store.read_bytes()
    with pytest.raises(ConfigurationError):
        take(ROW.replace("EX-1", "EX-2"), ROW.replace("2027-01-01", "2027-02-30"), name="other.csv")
    assert store.read_bytes() == before


def test_without_a_store_there_are_no_decisions_and_nothing_to_revoke(store):
    assert (list_records(store), load_decisions(store)) == ((), ())
    with pytest.raises(DataError):
        revoke_decision(1, by="a", reason="b", store=store)
    assert not store.exists()


def test_those_of_the_file_stand_before_those_of_the_store(take, store, tmp_path):
    take(ROW)
    other = tmp_path / "own.csv"
    other.write_text(f"{HEADER}\n{ROW.replace('接受风险', '不在目录内')}\n", encoding="utf-8-sig")
    assert [(one.kind, one.number) for one in gather_decisions(other, store)] == [
        ("not_in_scope", None),
        ("accepted", 1),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET until = '2099-01-01'",
        "DELETE FROM decisions",
        "DELETE FROM revocations",
        "UPDATE decision_files SET sha256 = ''",
    ],
)
def test_the_store_itself_refuses_to_change_a_record(take, store, statement):
    take(ROW, ROW.replace("EX-1", "EX-2"))
    revoke_decision(2, by="李四", reason="x", store=store)
    connection = sqlite3.connect(store)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()


def test_a_store_of_an_older_version_takes_decisions(store, take):
    connection = sqlite3.connect(store, isolation_level=None)
    migrate(connection, str(store), upto=4)
    connection.close()
    take(ROW)
    with open_store(store) as connection:
        assert stored_version(connection) >= 5
    assert len(load_decisions(store)) == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(["P02", "P02 P04", "P04"]), st.integers(1, 28)), max_size=6))  # fmt: skip
def test_what_was_recorded_stays_on_record_whatever_follows(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("store")
    store, seen = folder / "s.sqlite", []
    for model, categories, day in steps:
        path = folder / "d.csv"
        row = ROW.replace("EX-1", f"EX-{model}").replace("P02", categories).replace("01-01", f"01-{day:02}")
        path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
        record_decisions(path, store)
        now = [(one.decision, one.recorded, one.sha256) for one in list_records(store)]
        assert now[: len(seen)] == seen
        seen = now
    in_force = [one for one in list_records(store) if one.standing == "in_force"]
    covered = [(one.decision.model, category) for one in in_force for category in one.decision.categories]
    for model, categories, _ in steps:
        assert any((f"EX-{model}", category) in covered for category in categories.split())


def test_two_persons_at_once_record_a_decision_once(tmp_path, store):
    path = tmp_path / "d.csv"
    path.write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    with ThreadPoolExecutor(4) as pool:
        intakes = list(pool.map(lambda _: record_decisions(path, store), range(8)))
    assert sum(len(one.recorded) for one in intakes) == 1
    assert standings(store) == {1: "in_force"}
