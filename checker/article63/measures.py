"""The orders that may follow and the facts that may lighten them, each with its article and exact text beside."""

from dataclasses import dataclass

from checker.article63.law import Law
from checker.article63.statutes import Provision


@dataclass(frozen=True)
class Order:
    """An order that comes always, or in serious cases only.

    Attributes:
        code: Message code of its wording.
        serious: Whether it is reserved for serious cases (情节严重).
        article_zh: Statute and article in Chinese.
        article_en: Statute and article in English.
        text: The exact text of the article.
    """

    code: str
    serious: bool
    article_zh: str
    article_en: str
    text: str


@dataclass(frozen=True)
class MitigationFact:
    """A fact to document.

    Attributes:
        code: Message code: what the law asks for; its ``next`` wording says what to collect.
        effect: ``refers``, ``lighter``, ``none`` or ``possibly_none``.
        article_zh: Statute and article in Chinese.
        article_en: Statute and article in English.
        clause: The exact words that it answers to.
        text: The exact text of the whole article.
    """

    code: str
    effect: str
    article_zh: str
    article_en: str
    clause: str
    text: str


def list_orders(law: Law, provision: Provision | None = None) -> tuple[Order, ...]:
    """Return the orders of a provision (by default the latest of the Cybersecurity Law), the certain ones first."""
    version = provision or law.main[-1]
    zh, en, text = _cite(law, version.statute, version.article)
    return tuple(
        Order(code, serious, zh, en, text)
        for serious, codes in ((False, version.measures_always), (True, version.measures_serious))
        for code in codes
    )


def list_mitigation(law: Law) -> tuple[MitigationFact, ...]:
    """Return the checklist of facts to document (网络安全法 art. 73, 行政处罚法 arts 32 and 33)."""
    facts = []
    for item in law.mitigation:
        zh, en, text = _cite(law, *item.article.split("/"))
        facts.append(MitigationFact(item.code, item.effect, zh, en, item.clause, text))
    return tuple(facts)


def _cite(law: Law, statute_id: str, number: str) -> tuple[str, str, str]:
    statute, article = law.statutes[statute_id], law.article(statute_id, number)
    return f"《{statute.title_zh}》{article.number_zh}", f"{statute.title_en}, article {number}", article.text
