"""Entry point of ``checker`` and ``python -m checker``."""

import atexit
import gc
import os
import sys
from pathlib import Path

from checker.errors import ExitCode

OBJECTS_BEFORE_COLLECTION = 200_000
"""Loading makes hundreds of thousands of objects that stay; looking through them for rings again and again costs a tenth of a check."""

CHOICES_FOR_LIBRARIES = {"OPENBLAS_NUM_THREADS": "1"}
"""Nothing here is linear algebra, for which numpy otherwise starts a thread per core whenever it is loaded."""


def main() -> None:
    """Run the command line with the process's arguments and exit with its code; closed streams are as good as silent ones."""
    for variable, value in CHOICES_FOR_LIBRARIES.items():
        os.environ.setdefault(variable, value)
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION, 20, 20)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for the whole run
    codes: list[int] = []
    atexit.register(_leave, codes)  # what is registered first is called last
    from checker.cli.app import run  # noqa: PLC0415 - what is chosen above holds while libraries are loaded

    codes.append(run(sys.argv[1:]))
    sys.exit(codes[0])


def _leave(codes: list[int]) -> None:
    """End the process with its code, if it came to one, without taking every object apart, which takes a twentieth of a small check."""
    if not codes:
        return
    code = codes[0]
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (OSError, ValueError):
        code = ExitCode.INTERNAL
    os._exit(code)


if __name__ == "__main__":
    main()
