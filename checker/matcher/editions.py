"""One vocabulary for every edition: which entries of an older edition the categories of the vocabulary correspond to.

The vocabulary and the families name the categories of the edition in force. ``directory_data/vocabulary/editions.csv``
says what an older edition calls them; a category that an older edition does not list is not listed under it.
"""

from collections import defaultdict
from typing import TYPE_CHECKING

from checker.loader.directory import Category, Directory, Threshold
from checker.messages import Remark
from checker.resources import read_rows

if TYPE_CHECKING:
    from checker.matcher.decision import Ruling


class Edition:
    """The categories of one edition, and how those of the vocabulary are found in it."""

    def __init__(self, directory: Directory) -> None:
        self.name = directory.edition
        self.categories: dict[str, Category] = {category.id: category for category in directory.categories}
        table: dict[str, list[str]] = defaultdict(list)
        for row in read_rows("vocabulary", "editions.csv"):
            if row["edition"] == directory.edition:
                table[row["vocabulary"]].append(row["category"])
        self._table = dict(table)

    def thresholds(self, category: str) -> tuple[Threshold, ...]:
        """Return the thresholds of a category of this edition, ``()`` when it has none."""
        return self.categories[category].thresholds if category in self.categories else ()

    def translate(self, ruling: "Ruling") -> "Ruling":
        """Return a ruling in the categories of this edition."""
        if not self._table:
            return ruling
        categories = self._find(ruling.categories)
        doubtful = self._find(ruling.doubtful)
        if ruling.scope == "out" or categories or doubtful or not ruling.categories:
            return ruling._replace(categories=categories, doubtful=doubtful)
        facts = {"categories": "、".join(ruling.categories), "edition": self.name}
        remark = Remark("scope_not_in_edition", facts, {"entry": self.name})
        return ruling._replace(scope="out", categories=(), doubtful=(), remarks=(*ruling.remarks, remark))

    def _find(self, categories: tuple[str, ...]) -> tuple[str, ...]:
        found = (own for category in categories for own in self._table.get(category, ()))
        return tuple(own for own in dict.fromkeys(found) if own in self.categories)
