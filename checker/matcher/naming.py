"""What a line says it is: its texts in normal form, what its cells name, and the family of its designation."""

from collections.abc import Iterable
from typing import NamedTuple

from checker.matcher.families import FamilyMatch
from checker.matcher.knowledge import Knowledge
from checker.matcher.maker_mentions import Mention
from checker.matcher.roles import NOTHING, Reading, read_description, read_name
from checker.matcher.text import mark, normalise
from checker.matcher.vocabulary import Hit, mark_all

MOST_KEPT = 200_000
"""How many cells are kept read."""
MAKER_LABELS = ("品牌", "厂牌", "厂商", "厂家", "制造商", "生产商", "brand", "manufacturer", "maker")
"""What stands before a maker's name within a product name."""


class Product(NamedTuple):
    """The cells of a line that decide its scope, as they stand."""

    manufacturer: str
    product_name: str
    model: str
    specification: str


class Cell(NamedTuple):
    """One cell, read.

    Attributes:
        field: Column of the line.
        text: As it stands.
        normal: Normalised.
        marked: Marked for the vocabulary.
        hits: Terms found.
        reading: What it names.
        in_context: A term found is one that words of the line's other cells can take back.
    """

    field: str
    text: str
    normal: str = ""
    marked: str = ""
    hits: tuple[Hit, ...] = ()
    reading: Reading = NOTHING
    in_context: bool = False


class Naming(NamedTuple):
    """Everything a line says of what it is.

    Attributes:
        product: The cells.
        name: The product name.
        model: The model cell.
        specification: The technical data.
        makers: Known makers named by the line, and those of their groups.
        family: The family that its designation fits, or None.
        in_context: A word of one cell may have taken back a term of another, so that no cell speaks for itself.
    """

    product: Product
    name: Cell
    model: Cell
    specification: Cell
    makers: frozenset[str]
    family: FamilyMatch | None
    in_context: bool = False

    @property
    def cells(self) -> tuple[Cell, Cell, Cell]:
        """Name, model and specification."""
        return self.name, self.model, self.specification

    @property
    def decisive(self) -> Cell:
        """The cell that names the thing: the product name, or the model cell where that has the clearer word."""
        name, model = self.name.reading.kind, self.model.reading.kind
        clearer = (not name and model) or (name in ("broad", "doubtful") and model == "category")
        return self.model if clearer else self.name


class Reader:
    """Reads cells and keeps what it has read, for inventories repeat themselves."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._cells: dict[tuple[str, str], Cell] = {}
        self._models: dict[str, Cell] = {}
        self._makers: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._named: dict[str, frozenset[str]] = {}

    def read(self, product: Product) -> Naming:
        """Return what one line says."""
        name = self.read_cell("product_name", product.product_name)
        model = self._models.get(product.model) or read_cell("model", product.model, self.knowledge)
        specification = self.read_cell("specification", product.specification)
        in_context = name.in_context or model.in_context or specification.in_context
        if in_context:
            around = f"{name.marked} {model.marked}"
            name, model, specification = (
                read_cell(cell.field, cell.text, self.knowledge, around) for cell in (name, model, specification)
            )
        makers, group = self.read_makers(product.manufacturer)
        stated = bool(product.manufacturer.strip())
        if not makers:
            makers = self.find_makers(name.normal)
        family = self.knowledge.families.find(model.normal, name.normal, makers, stated=stated, group=group)
        return Naming(product, name, model, specification, makers, family, in_context)

    def find_makers(self, name: str) -> frozenset[str]:
        """Return the known makers that a normalised product name says it is of."""
        if name not in self._named:
            if len(self._named) >= MOST_KEPT:
                self._named.clear()
            mentions = self.knowledge.makers.find_in(name)
            self._named[name] = frozenset(mention.maker for mention in mentions if _says_maker(name, mention))
        return self._named[name]

    def read_models(self, texts: Iterable[str]) -> None:
        """Read the model cells of the products to come; one search through all of them shows which name anything at all."""
        distinct = list(dict.fromkeys(texts))
        normals = [normalise(text) for text in distinct]
        marked = mark_all(normals)
        holding = self.knowledge.vocabulary.find_holding(marked)
        self._models = {
            text: Cell("model", text, normal, shown)
            for place, (text, normal, shown) in enumerate(zip(distinct, normals, marked, strict=True))
            if normal and place not in holding
        }

    def read_cell(self, field: str, text: str) -> Cell:
        """Return one cell with its terms."""
        key = (field, text)
        cell = self._cells.get(key)
        if cell is None:
            if len(self._cells) >= MOST_KEPT:
                self._cells.clear()
            cell = self._cells[key] = read_cell(field, text, self.knowledge)
        return cell

    def read_makers(self, text: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the known makers that a manufacturer cell names, and which of them only belong to the group of one it names."""
        if text not in self._makers:
            company = self.knowledge.makers.read(text)
            group = company.groups - company.makers if company.makers else frozenset()
            self._makers[text] = (company.makers | company.groups or company.similar, group)
        return self._makers[text]


def _says_maker(name: str, mention: Mention) -> bool:
    """Whether a name begins with a maker's, or says that it is one, as customs declarations do: ``防火墙|FORTINET牌|FG-100F``."""
    return (
        not mention.start
        or name.startswith("牌", mention.end)
        or name[: mention.start].rstrip(" :|").endswith(MAKER_LABELS)
    )


def read_cell(field: str, text: str, knowledge: Knowledge, around: str = "") -> Cell:
    """Return one cell with its terms; contexts are looked for in it and in the marked text ``around``."""
    normal = normalise(text)
    if not normal:
        return Cell(field, text)
    marked = mark(normal)
    hits = knowledge.vocabulary.find(marked, around)
    read = read_description if field == "specification" else read_name
    in_context = any(hit.term.text in knowledge.vocabulary.contexts for hit in hits)
    return Cell(field, text, normal, marked, tuple(hits), read(marked, hits), in_context)
