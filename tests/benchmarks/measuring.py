"""Whole processes measured in turn: the ratio of each pair, so that a comparison holds when the machine's speed drifts."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One finished process: seconds on the clock, seconds of processor, and peak memory in MiB."""

    wall: float
    cpu: float
    peak: float


def check_command(inventory, register, *outputs):
    """Return the command that checks an inventory against a list of certificates and writes reports."""
    reports = [word for output in outputs for word in ("-o", output)]
    files = [str(inventory), "--register", str(register)]
    return [sys.executable, "-m", "checker", "check", *files, "--as-of", "2026-11-01", "-q", *reports]


def measure(command, accepted=(0, 1, 3)):
    """Run a command and return its figures as the operating system counts them."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in accepted, said.decode()[-800:]
    return Run(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(name, command, against, runs=3):
    """Run two commands in turn, print the medians and the ratio pair by pair, and return the median ratio of wall time."""
    pairs = [(measure(command), measure(against)) for _ in range(runs)]
    ratios = [ours.wall / theirs.wall for ours, theirs in pairs]
    cpu = [ours.cpu / theirs.cpu for ours, theirs in pairs]
    ours, theirs = ([pair[side].wall for pair in pairs] for side in (0, 1))
    peak = max(pair[0].peak for pair in pairs)
    print(
        f"| {name} | {statistics.median(ours):.2f} | {statistics.median(theirs):.2f} | {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f}–{max(ratios):.2f}) | {statistics.median(cpu):.2f} | {peak:,.0f} |",
        flush=True,
    )
    return statistics.median(ratios)


def print_header(title):
    """Print the head of a table of comparisons."""
    print(
        f"\n{title}\n\n| comparison | ours, s | other, s | ratio, median (range) | ratio of processor time | our peak, MiB |"
    )
    print("|---|---|---|---|---|---|", flush=True)
