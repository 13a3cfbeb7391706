"""Snapshots appear whole or not at all, and the last whole one is found again."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import DataError
from checker.loader.places import data_folder, snapshot_folder, store_path
from checker.loader.snapshots import Snapshot, copy_file, find_last, keep_snapshot, open_draft

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def keep(folder, content, address="https://list.example/a.xlsx", when=NOON, **headers):
    with open_draft(folder) as draft:
        draft.write(content)
        digest = hashlib.sha256(content).hexdigest()
        return keep_snapshot(draft, folder, Snapshot(folder, address, address, when, when, headers, digest))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_writer_that_fails_leaves_nothing(tmp_path):
    def fail():
        with open_draft(tmp_path) as draft:
            draft.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not names(tmp_path)


def test_a_draft_left_by_a_kill_is_no_snapshot(tmp_path):
    kept = keep(tmp_path, b"whole")
    (tmp_path / ".draft-x").write_bytes(b"half")
    kept.path.with_name(f"{kept.path.name[:-9]}later.xlsx").write_bytes(b"bytes without a record")
    assert find_last(kept.address, tmp_path).path == kept.path


@pytest.mark.parametrize("record", ["", "{", "[]", "{}", '{"path": "x"}', "null"])
def test_a_damaged_record_is_passed_over(tmp_path, record):
    kept = keep(tmp_path, b"first")
    later = keep(tmp_path, b"second", when=NOON + timedelta(days=1))
    later.path.with_name(f"{later.path.name}.json").write_text(record)
    assert find_last(kept.address, tmp_path).path == kept.path


def test_a_record_of_another_address_is_passed_over(tmp_path):
    kept = keep(tmp_path, b"first")
    path = kept.path.with_name(f"{kept.path.name}.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"address": "https://other.example/"}))
    assert find_last(kept.address, tmp_path) is None


def test_the_last_confirmed_one_counts(tmp_path):
    keep(tmp_path, b"first")
    keep(tmp_path, b"second", when=NOON + timedelta(days=1))
    again = keep(tmp_path, b"first", when=NOON + timedelta(days=2))
    assert find_last(again.address, tmp_path).path.read_bytes() == b"first"


def test_a_file_is_copied_once(tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(b"a,b\n")
    first = copy_file(file, tmp_path / "kept", retrieved=NOON)
    second = copy_file(file, tmp_path / "kept", retrieved=NOON + timedelta(days=1))
    assert (first.means, first.path.read_bytes()) == ("copied", b"a,b\n")
    assert (second.path, second.retrieved, second.confirmed) == (first.path, NOON, NOON + timedelta(days=1))


def test_age_is_counted_from_the_last_confirmation(tmp_path):
    kept = keep(tmp_path, b"x")
    assert kept.age_days(NOON + timedelta(days=3, hours=23)) == 3
    assert kept.age_days(NOON - timedelta(days=3)) == 0


def test_a_folder_that_is_a_file_is_an_error_with_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError) as error:
        keep(tmp_path / "file", b"x")
    assert error.value.code == "snapshot_unwritable"


@given(
    address=st.text(min_size=1, max_size=300).filter(lambda text: text.isprintable()),
    content=st.binary(min_size=1, max_size=50),
)
@settings(max_examples=25, deadline=None)
def test_any_address_is_found_again_by_itself_only(address, content, tmp_path_factory):
    folder = tmp_path_factory.mktemp("snapshots")
    kept = keep(folder, content, address)
    assert kept.path.parent == folder
    assert len(kept.path.name.encode()) < 200
    assert find_last(address, folder) == kept
    assert find_last(f"{address}x", folder) is None


def test_the_store_is_the_chosen_one_else_the_named_one_else_the_users(tmp_path, monkeypatch):
    monkeypatch.setenv("CHECKER_STORE", str(tmp_path / "named.sqlite3"))
    assert store_path(tmp_path / "chosen.sqlite3") == tmp_path / "chosen.sqlite3"
    assert store_path() == tmp_path / "named.sqlite3"
    monkeypatch.setenv("CHECKER_STORE", " ")
    assert store_path() == data_folder() / "register.sqlite3"
    assert snapshot_folder(tmp_path / "a.sqlite3").parent == tmp_path
    assert snapshot_folder() == data_folder() / "snapshots"
