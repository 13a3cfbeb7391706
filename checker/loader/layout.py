"""How the Directory is printed, read once from ``directory_data/directory/``."""

from dataclasses import dataclass
from functools import cache

from checker.resources import read_rows, read_toml


@dataclass(frozen=True)
class Layout:
    """Headings and words of the announcement.

    Attributes:
        parts: Letter of each part (``E``, ``P``) to its headings.
        part_by_header: Part to the headers that only it has.
        columns: ``number``, ``name`` and ``scope`` to their headers.
        comparison_signs: ``>=`` and ``<=`` with the typographic signs for them.
        english_words: What an English re-post is known by, lower case.
        english_fewest: How many of them tell one.
        bodies: Issuing bodies.
    """

    parts: dict[str, tuple[str, ...]]
    part_by_header: dict[str, tuple[str, ...]]
    columns: dict[str, tuple[str, ...]]
    comparison_signs: tuple[tuple[str, tuple[str, ...]], ...]
    english_words: tuple[str, ...]
    english_fewest: int
    bodies: tuple[str, ...]


@cache
def layout() -> Layout:
    """Return the layout.

    Raises:
        DataError: The data file is missing or damaged.
    """
    read = read_toml("directory", "layout.toml")
    return Layout(
        parts={letter: tuple(texts) for letter, texts in read["parts"].items()},
        part_by_header={letter: tuple(texts) for letter, texts in read["part_by_header"].items()},
        columns={name: tuple(texts) for name, texts in read["columns"].items()},
        comparison_signs=tuple((sign, tuple(forms)) for sign, forms in read["comparisons"].items()),
        english_words=tuple(word.lower() for word in read["english"]["words"]),
        english_fewest=int(read["english"]["fewest"]),
        bodies=tuple(read["announcement"]["bodies"]),
    )


@cache
def quantities() -> dict[str, str]:
    """Return the name of each quantity by its printed text in half width."""
    return {row["text"]: row["quantity"] for row in read_rows("directory", "quantities.csv")}


@cache
def units() -> tuple[str, ...]:
    """Return the units that thresholds are printed in, longest first."""
    return tuple(
        sorted((row["unit"] for row in read_rows("directory", "units.csv")), key=lambda unit: (-len(unit), unit))
    )
