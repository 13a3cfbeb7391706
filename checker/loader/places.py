"""Where the user's own data lies: the store of the register and the snapshots of what was downloaded."""

import os
from pathlib import Path

APPLICATION = "csl-directory-checker"
STORE_VARIABLE = "CHECKER_STORE"


def data_folder() -> Path:
    """Return the user's data folder of this program; it need not exist yet."""
    import platformdirs  # noqa: PLC0415 - not needed when a store is named

    return Path(platformdirs.user_data_path(APPLICATION, appauthor=False))


def store_path(chosen: Path | None = None) -> Path:
    """Return the store's file: the one chosen, else that of ``CHECKER_STORE``, else the one in the user's data folder."""
    if chosen:
        return chosen
    named = os.environ.get(STORE_VARIABLE, "").strip()
    return Path(named) if named else data_folder() / "register.sqlite3"


def snapshot_folder(store: Path | None = None) -> Path:
    """Return the folder of the snapshots that belong to a store, or of those that belong to none."""
    return store.with_suffix(".snapshots") if store else data_folder() / "snapshots"
