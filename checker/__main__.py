"""Entry point of ``checker`` and ``python -m checker``."""

import sys

from checker.cli.app import run


def main() -> None:
    """Run the command line with the process's arguments and exit with its code."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
