"""Where the user's own editions of the Directory and the recorded checks of its rows lie."""

import os
from pathlib import Path

from checker.loader import places

VARIABLE = "CHECKER_DATA"


def data_folder(store: Path | None = None) -> Path:
    """Return the user's data folder: the one given, else that of ``CHECKER_DATA``, else the system's for this program."""
    named = os.environ.get(VARIABLE, "").strip()
    return store or (Path(named) if named else places.data_folder())


def editions_folder(store: Path | None = None) -> Path:
    """Return where stored editions of the Directory lie; it may not exist yet."""
    return data_folder(store) / "directory"


def checks_folder(store: Path | None = None) -> Path:
    """Return the folder of recorded checks; it may not exist yet."""
    return data_folder(store) / "directory_checks"


def snapshots_folder(store: Path | None = None) -> Path:
    """Return where downloaded pages are kept; it may not exist yet."""
    return data_folder(store) / "snapshots"
