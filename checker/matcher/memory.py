"""What the matcher keeps from batch to batch: a product that comes again costs next to nothing. Bounded, and never an answer of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from checker.loader.register import Register
from checker.matcher.certificate_memory import CertificateMemory, remember_certificates
from checker.matcher.decision import Decisions, decide_product
from checker.matcher.editions import Edition
from checker.matcher.knowledge import Knowledge
from checker.matcher.naming import Naming, Product, Reader
from checker.matcher.sharing import adds_no_figure, is_silent

MOST_PRODUCTS = 150_000
"""So many distinct products are kept; a batch that would bring more makes room for all of its own."""


class ScopeMemory:
    """The scope of products decided before."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._reader = Reader(knowledge)
        self._edition = Edition(knowledge.directory)
        self._decided: dict[Product, Decisions] = {}
        self._shared: dict[tuple[str, ...], Decisions] = {}

    def decide(self, products: Sequence[Product]) -> list[Decisions]:
        """Return the decision on each product."""
        decided = [self._decided.get(product) for product in products]
        fresh = [place for place, known in enumerate(decided) if known is None]
        if len(self._decided) + len(fresh) > MOST_PRODUCTS and self._decided:
            self._decided.clear()
            self._shared.clear()
            fresh = list(range(len(products)))
        self._reader.read_models(products[place].model for place in fresh)
        for place in fresh:
            product = products[place]
            self._decided[product] = decided[place] = self._share(self._reader.read(product))
        return decided  # type: ignore[return-value]

    def _share(self, naming: Naming) -> Decisions:
        """Return the decision on one product: that on an earlier one from which only what decides nothing tells it apart."""
        if not is_silent(naming):
            return decide_product(naming, self.knowledge, self._edition)
        manufacturer, product_name, _, specification = naming.product
        named, whole = (manufacturer, product_name), (manufacturer, product_name, specification)
        shared = self._shared.get(named) or self._shared.get(whole)
        if shared is not None and adds_no_figure(naming.model, shared):
            return shared
        decided = decide_product(naming, self.knowledge, self._edition)
        if shared is None and adds_no_figure(naming.model, decided):
            self._shared[named if decided.by_name else whole] = decided
        return decided


@dataclass
class Memory:
    """What is kept from batch to batch under one knowledge and one register, each part made when it is first asked for."""

    knowledge: Knowledge
    register: Register

    @cached_property
    def scope(self) -> ScopeMemory:
        """The scope of products decided before."""
        return ScopeMemory(self.knowledge)

    @cached_property
    def certificates(self) -> CertificateMemory:
        """The register arranged for look-up, and lines related to it before."""
        return remember_certificates(self.register, self.knowledge.makers)
