"""Certificates found in a process of their own are those that are found here, whatever happens to that process."""

import copy
import multiprocessing
import os
import signal
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from checker.batches.run import check_in_batches
from checker.certificate_process import CertificateProcess, is_worth_a_process
from checker.errors import CheckerError, DataError
from checker.inventory.reading import read_inventory
from checker.judging import flatten
from checker.pipeline import SilentProgress, check_inventories, load_judge
from checker.report.content import build_report


@pytest.fixture(autouse=True)
def _worth_it(monkeypatch):
    monkeypatch.setattr("checker.certificate_process.WORTH_A_PROCESS", 1)


@pytest.fixture
def beside(messy, request_for):
    request = request_for(messy)
    with CertificateProcess(request.registers, request.store) as process:
        yield process


def find(request, beside=None, parts=1):
    judge = load_judge(request, SilentProgress(), beside)
    lines = read_inventory(request.inventories[0]).lines
    size = -(-len(lines) // parts)
    found = [judge.find(lines.iloc[start : start + size])[0] for start in range(0, len(lines), size)]
    return flatten(pd.concat(found))


@pytest.mark.parametrize("kept", [5, 150_000], ids=["little memory", "memory enough"])
@pytest.mark.parametrize("parts", [1, 7, 40])
def test_findings_are_those_of_one_process(messy, request_for, monkeypatch, parts, kept):
    request = request_for(messy)
    expected = find(request)
    monkeypatch.setattr("checker.matcher.certificate_memory.MOST_LINES", kept)
    with CertificateProcess(request.registers, request.store) as beside:
        pd.testing.assert_frame_equal(find(request, beside, parts), expected)


def test_a_check_says_the_same_with_two_processes(messy, request_for):
    request = request_for(messy)
    with_one, with_two = (build_report(check_inventories(request, processes=count)) for count in (1, 2))
    assert with_one.head == with_two.head
    pd.testing.assert_frame_equal(with_one.lines, with_two.lines)


def test_batches_say_the_same_with_two_processes(messy, request_for):
    request = request_for(messy)
    with_one, with_two = (check_in_batches(request.inventories, request, processes=count).report for count in (1, 2))
    assert with_one.head == with_two.head
    pd.testing.assert_frame_equal(with_one.lines, with_two.lines)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are not killed by a signal here")
@pytest.mark.parametrize("loaded", [False, True], ids=["while it loads", "once it has loaded"])
def test_what_a_killed_process_leaves_is_done_here(messy, request_for, beside, loaded):
    request = request_for(messy)
    if loaded:
        beside.read_register()
    (child,) = multiprocessing.active_children()
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    pd.testing.assert_frame_equal(find(request, beside), find(request))


def test_a_list_that_is_missing_is_told_as_by_one_process(messy, request_for):
    request = replace(request_for(messy), registers=(Path("no-such-list.xlsx"),))
    errors = []
    for count in (1, 2):
        with pytest.raises(DataError) as caught:
            check_inventories(request, processes=count)
        errors.append((caught.value.code, caught.value.facts))
    assert errors[0] == errors[1]


def test_no_process_is_left_behind(messy, request_for):
    check_inventories(request_for(messy), processes=2)
    assert not multiprocessing.active_children()


def test_little_work_is_not_worth_a_process(messy, monkeypatch):
    assert is_worth_a_process([messy])
    monkeypatch.setattr("checker.certificate_process.WORTH_A_PROCESS", messy.stat().st_size + 1)
    assert not is_worth_a_process([messy])


def test_errors_travel_between_processes():
    error = DataError("data_damaged", path="a.csv", detail="row 3")
    arrived = copy.copy(error)
    assert isinstance(arrived, CheckerError)
    assert (type(arrived), arrived.code, arrived.facts) == (DataError, error.code, error.facts)
