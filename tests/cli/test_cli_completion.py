"""Shell completion: what the shell asks is answered with commands and options, and nothing else is printed."""

import os
import subprocess
import sys

import pytest


def complete(line, place):
    environment = os.environ | {"COMP_WORDS": line, "COMP_CWORD": str(place), "_CHECKER_COMPLETE": "complete_bash"}
    done = subprocess.run(
        [sys.executable, "-c", "from checker.__main__ import main; main()"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.split(), done.stderr


@pytest.mark.parametrize(
    ("line", "place", "offered"),
    [
        ("checker de", 1, {"decide", "demo"}),
        ("checker check --ag", 2, {"--against"}),
        ("checker register sta", 2, {"status"}),
    ],
)
def test_commands_and_options_are_completed(line, place, offered):
    assert complete(line, place) == (sorted(offered), "")
