"""The store in bad company: killed writers, full disks, several writers and readers."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from checker.errors import DataError
from checker.loader import store as store_module
from checker.loader.importing import ImportRequest, import_lists
from checker.loader.loading import load_register
from checker.loader.store import change, open_store

HEADER = "证书编号,生产企业,产品名称,型号"
OLD = [f"C-{number},示例甲,防火墙,FW-{number}" for number in range(150)]
NEW = [f"C-{number},示例乙,防火墙,FW-{number}、FX-{number}" for number in range(20, 250)]

IMPORT = """
import os, signal, sys
from datetime import date
from checker.errors import CheckerError
from checker.loader import store
from checker.loader import store as store_module
from checker.loader.importing import ImportRequest, import_lists
moment, left = sys.argv[3], [0]
if moment:
    def watch(connection):
        connection.execute("PRAGMA cache_size = 2")
        connection.execute("PRAGMA cache_spill = 1")
        def count(statement):
            left[0] += 1
            if statement.startswith(moment) if not moment.isdecimal() else left[0] == int(moment):
                os.kill(os.getpid(), signal.SIGKILL)
        connection.set_trace_callback(count)
        return connection
    connect = store._connect
    store._connect = lambda *args, **options: watch(connect(*args, **options))
try:
    import_lists(ImportRequest([sys.argv[1]], __import__("pathlib").Path(sys.argv[2]), name="甲", retrieved=date(2026, 2, 1)))
except CheckerError as error:
    print(error.code, file=sys.stderr)
    sys.exit(int(error.exit_code))
"""


def write(path, rows):
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return path


def dump(store):
    with sqlite3.connect(store) as connection:
        return list(connection.iterdump())


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "register.sqlite3"
    old = write(tmp_path / "old.csv", OLD)
    import_lists(ImportRequest([str(old)], path, name="甲", retrieved=date(2026, 1, 1)))
    return path


@pytest.fixture
def newer(tmp_path):
    return write(tmp_path / "new.csv", NEW)


def run(newer, store, moment="", **options):
    command = [sys.executable, "-c", IMPORT, str(newer), str(store), moment]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, **options)


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize(
    "moment",
    ["BEGIN IMMEDIATE", "INSERT INTO certificates", "200", "UPDATE products", "600", "UPDATE sources", "COMMIT"],
)
def test_a_kill_at_any_moment_leaves_the_store_as_it_was(store, newer, moment):
    before = dump(store)
    assert run(newer, store, moment).returncode == -signal.SIGKILL
    half_written = store.with_name(f"{store.name}-journal").exists()
    assert half_written == (moment != "BEGIN IMMEDIATE")
    assert dump(store) == before
    assert len(load_register(store).entries) == len(OLD)
    import_lists(ImportRequest([str(newer)], store, name="甲", retrieved=date(2026, 2, 1)))
    assert len(load_register(store).entries) == 2 * len(NEW) + 20


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_kill_while_the_store_is_made_leaves_none(tmp_path, newer):
    store = tmp_path / "fresh.sqlite3"
    assert run(newer, store, "CREATE INDEX").returncode == -signal.SIGKILL
    assert load_register(store).sources == ()
    assert run(newer, store).returncode == 0
    assert len(load_register(store).entries) == 2 * len(NEW)


@pytest.mark.skipif(os.name != "posix", reason="limits of file sizes")
@pytest.mark.parametrize("room", [-40, 0, 4, 20, 60])
def test_a_full_disk_leaves_the_store_as_it_was(store, newer, room):
    resource = pytest.importorskip("resource")
    before, size = dump(store), store.stat().st_size + room * 1024
    result = run(newer, store, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
    assert result.returncode == 67
    assert result.stderr.strip() in {"store_unwritable", "snapshot_unwritable"}
    assert dump(store) == before


def test_a_store_without_room_for_more_pages_is_left_as_it_was(store, newer, monkeypatch):
    connect = store_module._connect

    def narrow(*args, **options):
        connection = connect(*args, **options)
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0] + 2}")
        return connection

    before = dump(store)
    monkeypatch.setattr(store_module, "_connect", narrow)
    with pytest.raises(DataError) as error:
        import_lists(ImportRequest([str(newer)], store, name="甲", retrieved=date(2026, 2, 1)))
    assert error.value.code == "store_unwritable"
    assert dump(store) == before


def test_imports_at_once_are_all_recorded(tmp_path):
    store = tmp_path / "shared.sqlite3"
    paths = [write(tmp_path / f"{number}.csv", OLD[10 * number : 10 * number + 10]) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda path: import_lists(ImportRequest([str(path)], store)), paths))
    register = load_register(store)
    assert sorted(source.name for source in register.sources) == [path.name for path in paths]
    assert len(register.entries) == 40


def test_processes_importing_the_same_list_record_it_once(store, newer):
    command = [sys.executable, "-c", IMPORT, str(newer), str(store), ""]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]
    with open_store(store) as connection:
        assert connection.execute("SELECT count(*) FROM imports").fetchone() == (2,)
    assert len(load_register(store).entries) == 2 * len(NEW) + 20
    for process in running:
        process.stderr.close()


def test_a_reader_sees_a_whole_state_while_another_writes(store):
    inside, read = threading.Event(), threading.Event()
    seen = []

    def look():
        inside.wait(5)
        seen.append(len(load_register(store).entries))
        read.set()

    reader = threading.Thread(target=look)
    reader.start()
    with open_store(store) as connection, change(connection):
        connection.execute("UPDATE products SET model = 'half'")
        inside.set()
        assert read.wait(10)
    reader.join()
    assert seen == [len(OLD)]


def test_a_writer_that_never_ends_is_an_error_with_a_sentence(store):
    def write_too():
        with open_store(store, wait=0.1) as other, change(other):
            pass

    with open_store(store) as holder, change(holder), pytest.raises(DataError) as error:
        write_too()
    assert error.value.code == "store_busy"


def test_an_error_inside_a_change_undoes_all_of_it(store):
    before = dump(store)

    def fail():
        with open_store(store) as connection, change(connection):
            connection.execute("DELETE FROM products")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert dump(store) == before


def test_no_store_and_a_folder_for_a_store_are_errors(tmp_path):
    with pytest.raises(DataError) as error, open_store(tmp_path / "none.sqlite3"):
        pass
    assert error.value.code == "store_missing"
    with pytest.raises(DataError) as error, open_store(tmp_path, create=True):
        pass
    assert error.value.code == "store_unwritable"
