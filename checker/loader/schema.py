"""The store's tables, as the statements that lead from each version to the next. A published version is never edited."""

APPLICATION_ID = 0x43534C44
"""SQLite's ``application_id`` of a store: the letters CSLD."""

VERSION_1 = (
    """
    CREATE TABLE sources (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        address TEXT NOT NULL,
        current_import INTEGER REFERENCES imports (id)
    )""",
    """
    CREATE TABLE imports (
        id INTEGER PRIMARY KEY,
        source_id INTEGER NOT NULL REFERENCES sources (id),
        address TEXT NOT NULL,
        retrieved TEXT NOT NULL,
        imported_at TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        snapshot TEXT NOT NULL,
        entries INTEGER NOT NULL,
        rows_read INTEGER NOT NULL,
        unknown_columns TEXT NOT NULL
    )""",
    """
    CREATE TABLE set_aside (
        import_id INTEGER NOT NULL REFERENCES imports (id),
        place TEXT NOT NULL,
        reason TEXT NOT NULL
    )""",
    """
    CREATE TABLE certificates (
        id INTEGER PRIMARY KEY,
        source_id INTEGER NOT NULL REFERENCES sources (id),
        number TEXT NOT NULL,
        maker TEXT NOT NULL,
        product_name TEXT NOT NULL,
        status TEXT NOT NULL,
        valid_from TEXT NOT NULL,
        valid_until TEXT NOT NULL,
        issuer TEXT NOT NULL,
        first_import INTEGER NOT NULL REFERENCES imports (id),
        missing_import INTEGER REFERENCES imports (id)
    )""",
    """
    CREATE TABLE products (
        id INTEGER PRIMARY KEY,
        certificate_id INTEGER NOT NULL REFERENCES certificates (id),
        sequence INTEGER NOT NULL,
        listed TEXT NOT NULL,
        model TEXT NOT NULL,
        version TEXT NOT NULL,
        listing TEXT NOT NULL,
        place TEXT NOT NULL,
        missing_import INTEGER REFERENCES imports (id)
    )""",
    """
    CREATE TABLE history (
        id INTEGER PRIMARY KEY,
        import_id INTEGER NOT NULL REFERENCES imports (id),
        certificate_id INTEGER NOT NULL REFERENCES certificates (id),
        event TEXT NOT NULL CHECK (event IN ('added', 'changed', 'not_listed', 'listed_again')),
        field TEXT NOT NULL DEFAULT '',
        was TEXT NOT NULL DEFAULT '',
        became TEXT NOT NULL DEFAULT ''
    )""",
    "CREATE INDEX certificates_by_source ON certificates (source_id)",
    "CREATE INDEX products_by_certificate ON products (certificate_id)",
    "CREATE INDEX history_by_import ON history (import_id)",
    "CREATE INDEX set_aside_by_import ON set_aside (import_id)",
)
"""Sources, their imports, the certificates and products they list, and what each import changed. Dates are ISO text or ``''``."""

VERSION_2 = (
    "ALTER TABLE imports ADD COLUMN confirmed TEXT NOT NULL DEFAULT ''",
    "UPDATE imports SET confirmed = retrieved",
    "CREATE INDEX history_by_certificate ON history (certificate_id)",
)
"""The last day on which a source was found to hold the same bytes: a list seen unchanged today is not old."""

VERSION_3 = ("ALTER TABLE imports ADD COLUMN program TEXT NOT NULL DEFAULT ''",)
"""The version of the program that read a list: a newer one may read the same bytes better."""

VERSION_4 = ("ALTER TABLE sources ADD COLUMN retired TEXT NOT NULL DEFAULT ''",)
"""The day on which a source was taken out of checks, or ``''``: what was imported by mistake stays on record and counts no more."""

VERSION_5 = (
    """
    CREATE TABLE decision_files (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        recorded_at TEXT NOT NULL
    )""",
    """
    CREATE TABLE decisions (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        file_id INTEGER NOT NULL REFERENCES decision_files (id),
        kind TEXT NOT NULL,
        manufacturer TEXT NOT NULL,
        model TEXT NOT NULL CHECK (model <> ''),
        version TEXT NOT NULL,
        categories TEXT NOT NULL,
        edition TEXT NOT NULL CHECK (edition <> ''),
        reason TEXT NOT NULL CHECK (reason <> ''),
        decided_by TEXT NOT NULL CHECK (decided_by <> ''),
        until TEXT NOT NULL CHECK (until <> ''),
        certificate TEXT NOT NULL,
        sku TEXT NOT NULL,
        place TEXT NOT NULL,
        UNIQUE (kind, manufacturer, model, version, categories, edition, reason, decided_by, until, certificate, sku)
    )""",
    """
    CREATE TABLE revocations (
        decision_id INTEGER PRIMARY KEY REFERENCES decisions (id),
        recorded_at TEXT NOT NULL,
        revoked_by TEXT NOT NULL CHECK (revoked_by <> ''),
        reason TEXT NOT NULL CHECK (reason <> '')
    )""",
    *(
        f"""
    CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table}
    BEGIN SELECT RAISE (ABORT, 'records of decisions are only ever added'); END"""
        for table in ("decision_files", "decisions", "revocations")
        for event in ("UPDATE", "DELETE")
    ),
)
"""Persons' decisions about products, where they were taken from, and their revocations: rows are added, never changed."""

VERSION_6 = (
    "ALTER TABLE products ADD COLUMN extra TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE products ADD COLUMN paper TEXT NOT NULL DEFAULT ''",
)
"""Cells of a list's columns that are no field, as a JSON object of header and text; and what the list says of the kind of its papers."""

MIGRATIONS = (VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5, VERSION_6)
"""Statements of each version; the first leads from an empty file to version 1."""
