"""What the matcher knows: the Directory, the trade's words, product families and makers' names."""

from dataclasses import dataclass

from checker.loader.directory import Directory
from checker.matcher.families import Families, load_families
from checker.matcher.makers import Makers, load_makers
from checker.matcher.vocabulary import Vocabulary, load_vocabulary


@dataclass(frozen=True)
class Knowledge:
    """Everything that decides a line's scope. It can be pickled, so that it travels to workers.

    Attributes:
        directory: The edition in force for the check.
        vocabulary: The trade's words.
        families: Product families.
        makers: Manufacturers' names.
    """

    directory: Directory
    vocabulary: Vocabulary
    families: Families
    makers: Makers


def load_knowledge(directory: Directory) -> Knowledge:
    """Return the knowledge of ``directory_data/`` for one edition of the Directory.

    Raises:
        DataError: A data file is missing or damaged.
    """
    return Knowledge(directory, load_vocabulary(), load_families(), load_makers())
