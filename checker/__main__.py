"""Entry point of ``checker`` and ``python -m checker``."""

import gc
import os
import sys
from pathlib import Path

from checker.cli.app import run

OBJECTS_BEFORE_COLLECTION = 200_000
"""Loading makes hundreds of thousands of objects that stay; looking through them for rings again and again costs a tenth of a check."""


def main() -> None:
    """Run the command line with the process's arguments and exit with its code; closed streams are as good as silent ones."""
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION, 20, 20)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for the whole run
    code = run(sys.argv[1:])
    gc.freeze()  # so that leaving does not look through everything once more
    sys.exit(code)


if __name__ == "__main__":
    main()
