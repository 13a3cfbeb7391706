"""Money and quantities as they are typed into cells: exact decimals with the currency and magnitude that are stated."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from checker.resources import read_rows

PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:'\d{3})+(?:\.\d+)?|\d{1,3}(?:[ ]\d{3})+(?:\.\d+)?"
    r"|\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?|\.\d+)"
)
MINUS = str.maketrans("−–—﹣", "----")


@dataclass(frozen=True)
class MoneyUnit:
    """A unit of money.

    Attributes:
        currency: ISO code, ``""`` when only a magnitude is stated.
        multiplier: Yuan, dollars … per one of it.
        generic: It is a mere ``元`` or sign, which other currencies use as well.
    """

    currency: str
    multiplier: Decimal = Decimal(1)
    generic: bool = False


@dataclass(frozen=True)
class Amount:
    """What one cell of money or quantity says.

    Attributes:
        value: The number with the magnitude stated in the cell, None when empty or unreadable.
        currencies: ISO codes that the cell may mean, the likeliest first: one for ``USD``, several for a mere ``$``.
        scaled: The cell itself states a magnitude or a unit (``3.5万元``, ``1,200元``), so a header's ``万元`` does not apply.
        problem: Message code when the cell is not empty and cannot be read.
    """

    value: Decimal | None = None
    currencies: tuple[str, ...] = ()
    scaled: bool = False
    problem: str = ""


NOTHING = Amount()


def parse_money(text: str) -> Amount:
    """Return the money in a cell: ``￥1,200.00``, ``3.5万元``, ``USD 1,200``, ``(1,200.00)``; never a guess.

    A comma that may be a decimal sign (``1.234,56``, ``1,20``) is a problem, as are ranges, percentages and words.
    """
    if PLAIN.fullmatch(text):
        return Amount(Decimal(text))
    plain, negative = _prepare(text)
    if is_nothing(plain):
        return NOTHING
    found = _money_pattern().fullmatch(plain)
    if not found:
        return Amount(problem="cell_ambiguous_number" if _looks_ambiguous(plain) else "cell_not_money")
    before, after = _codes(found["before"] or found["before2"]), _codes(found["after"])
    after = () if before and found["after"] in _words("yuan") else after
    common = tuple(code for code in before if code in after) if before and after else before or after
    if before and after and not common:
        return Amount(problem="cell_two_currencies")
    value = _decimal(found["number"]) * Decimal(_words("multiplier").get(found["scale"] or "", "1"))
    negative = negative or bool(found["sign"] or found["sign2"])
    return Amount(-value if negative else value, common, bool(found["scale"] or found["after"]))


def parse_quantity(text: str) -> Amount:
    """Return the quantity in a cell: ``4``, ``4台``, ``2 套``, ``1,000 pcs``."""
    if PLAIN.fullmatch(text):
        return Amount(Decimal(text))
    plain, negative = _prepare(text)
    if is_nothing(plain):
        return NOTHING
    found = _quantity_pattern().fullmatch(plain)
    if not found:
        return Amount(problem="cell_ambiguous_number" if _looks_ambiguous(plain) else "cell_not_number")
    value = _decimal(found["number"]) * Decimal(_words("multiplier").get(found["scale"] or "", "1"))
    return Amount(-value if negative or found["sign"] else value)


@cache
def read_unit(text: str) -> MoneyUnit | None:
    """Return the unit of money that a short text names: ``元``, ``万元``, ``USD``, ``人民币万元``, ``K USD``, ``USD'000``; else None."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    plain = re.sub(r"^(?:金额单位|货币单位|单位|單位|币种|unit|currency|in)\s*[:=]?\s*", "", plain)
    plain = re.sub(r"\s*/\s*.+$", "", plain)
    found = _unit_pattern().fullmatch(plain)
    if not found or not plain:
        return None
    thousand = "1000" if found["thousands"] else "1"
    multiplier = Decimal(_words("multiplier").get(found["scale"] or "", thousand))
    currency = _currency(found["before"]) or _currency(found["after"])
    generic = not any((found[side] or "").strip() in _words("currency") for side in ("before", "after"))
    return MoneyUnit(currency, multiplier, generic) if currency or found["scale"] else None


def currency_code(text: str) -> str:
    """Return the ISO code of a currency cell (``人民币`` → ``CNY``), or the text itself when it is unknown."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    if is_nothing(plain):
        return ""
    bare = re.sub(r"[()\s]", "", plain)
    codes = {code.casefold() for code in _words("currency").values()}
    named = [code for code in codes if code in re.split(r"[^a-z]+", plain)]
    return _currency(plain) or _currency(bare) or (named[0].upper() if len(named) == 1 else text.strip())


def locale_currency(locale: str) -> str:
    """Return the currency of a spreadsheet's locale number in hexadecimal, e.g. ``409`` → ``USD``; ``""`` when unknown."""
    return _words("locale").get(locale.casefold().lstrip("0"), "")


def is_nothing(plain: str) -> bool:
    """Whether a normalised cell says nothing: blank, a dash, ``n/a``, ``无``."""
    return not plain or plain in _words("empty")


def empty_words() -> tuple[str, ...]:
    """Return the normalised words that say nothing."""
    return tuple(_words("empty"))


@cache
def _words(kind: str) -> dict[str, str]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read_rows("inventory", "money_words.csv"):
        found[row["kind"]][unicodedata.normalize("NFKC", row["word"]).casefold()] = row["value"]
    return found[kind]


def _codes(word: str | None) -> tuple[str, ...]:
    key = (word or "").strip().rstrip(":")
    found = _words("currency").get(key) or _words("sign").get(key) or _words("yuan").get(key)
    return tuple(found.split("|")) if found else ()


def _currency(word: str | None) -> str:
    return next(iter(_codes(word)), "")


def _alternatives(*kinds: str) -> str:
    words = sorted({word for kind in kinds for word in _words(kind)}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) for word in words)


@cache
def _money_pattern() -> re.Pattern[str]:
    money, yuan = _alternatives("currency", "sign"), _alternatives("currency", "sign", "yuan")
    return re.compile(
        rf"(?P<before>(?:{money})\s*:?)?\s*(?P<sign>-)?\s*\+?(?P<before2>(?:{money}))?\s*(?P<sign2>-)?(?P<number>{NUMBER})\s*"
        rf"(?P<scale>{_alternatives('multiplier')})?\s*(?P<after>{yuan})?\s*(?:整|正)?"
        rf"(?:\s*/\s*(?:{_units()})|\s*(?:each|ea))?"
        rf"(?:\s*\(?(?:不含税|未含税|未税|含税|税前|税后|含运费|incl\.? tax|excl\.? tax|tax incl\.?|tax excl\.?)\)?)?"
    )


@cache
def _quantity_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<sign>-)?\s*\+?(?P<number>{NUMBER})\s*(?P<scale>{_alternatives('multiplier')})?\s*(?:{_units()})?\.?"
    )


@cache
def _unit_pattern() -> re.Pattern[str]:
    money = _alternatives("currency", "sign", "yuan")
    return re.compile(
        rf"(?P<before>{money})?\s*(?P<scale>{_alternatives('multiplier')})?\s*(?P<after>{money})?\s*"
        rf"(?P<thousands>\(?'?000'?s?\)?)?"
    )


@cache
def _units() -> str:
    words = {
        unicodedata.normalize("NFKC", row["word"]).casefold() for row in read_rows("inventory", "quantity_units.csv")
    }
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _prepare(text: str) -> tuple[str, bool]:
    """Return a cell's text folded, without a sign that stands around or behind it, and whether that made it negative."""
    plain = unicodedata.normalize("NFKC", text).translate(MINUS).casefold().replace("\u200b", "").strip()
    if is_nothing(plain):
        return "", False
    inside = re.fullmatch(r"(.*?)\((.*\d.*)\)(.*)", plain)
    if inside and not re.search(r"\d", inside[1] + inside[3]):
        return f"{inside[1]}{inside[2]}{inside[3]}".strip(), True
    if re.fullmatch(r".*\d\s*-", plain):
        return plain[:-1].strip(), True
    return plain, False


def _decimal(number: str) -> Decimal:
    value = Decimal(re.sub(r"[,' ]", "", number))
    return Decimal(format(value, "f")) if "e" in number else value


def _looks_ambiguous(plain: str) -> bool:
    return re.fullmatch(r"[^\d]*[\d.,]+[^\d]*", plain) is not None and "," in plain
