"""Entry point of ``checker`` and ``python -m checker``."""

import os
import sys
from pathlib import Path

from checker.cli.app import run


def main() -> None:
    """Run the command line with the process's arguments and exit with its code; closed streams are as good as silent ones."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for the whole run
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
