"""What a distinct line states about its product: maker, designations and version, wherever they stand in it."""

import re
from typing import NamedTuple

from checker.loader.listing import may_be_generation, split_version
from checker.loader.words import is_empty
from checker.matcher.makers import Makers
from checker.matcher.models import StatedModel, model_key, read_model, strip_kind, strip_suffixes
from checker.matcher.text import normalise

VERSION_HINT = re.compile(r"[vｖ]\s?\d|ver|rel|build|firmware|版本", re.IGNORECASE)
"""What every version in a product name has; looking for one takes longer."""


class StatedLine(NamedTuple):
    """A distinct line's designations, ready for look-up.

    Attributes:
        maker: The maker as printed; from the beginning of the product name when the line has no other.
        maker_field: Column in which it stands, ``""`` when there is none.
        field: Column in which the model stands: ``model``, ``product_name`` when the name is nothing but maker and model, or ``""``.
        text: The designation as printed.
        texts: The model, and the model without the maker's names before it.
        keys: Their keys, in the same order.
        bare_keys: Keys without words for the kind of product.
        short_keys: Keys without ordering suffixes.
        pieces: Keys of the models when the cell names several or none definitely.
        versions: Versions stated, from the version column, the model or the end of the product name.
        whole: Key of the model together with the version behind it, ``""`` when none stands there.
        generation: Whether that version may be part of the model's name.
        column_versions: The versions without that one.
        name: The product name as printed, to look for models among its words.
        definite: Whether the designation stands for itself, so that series and wildcards may cover it; a product name of several
            words does not, since any of them may be about something else.
    """

    maker: str
    maker_field: str
    field: str = ""
    text: str = ""
    texts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    bare_keys: tuple[str, ...] = ()
    short_keys: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    whole: str = ""
    generation: bool = False
    column_versions: tuple[str, ...] = ()
    name: str = ""
    definite: bool = True


class StatedProduct(NamedTuple):
    """What the maker, name and model cells of a line state, before its version cell is looked at.

    Attributes:
        line: All that is stated where the version cell is empty.
        model: What its model cell, or the product name in its place, states.
        field: Column in which that stands.
        text: The cell as printed.
    """

    line: StatedLine
    model: StatedModel
    field: str
    text: str


def read_line(manufacturer: str, product_name: str, model: str, version: str, makers: Makers) -> StatedLine:
    """Return what one distinct line states: :func:`read_product`, then :func:`add_version`."""
    return add_version(read_product(manufacturer, product_name, model, makers), version, makers)


def read_product(manufacturer: str, product_name: str, model: str, makers: Makers) -> StatedProduct:
    """Return what the cells of a line state that are the same for all versions of a product.

    A line without a model whose product name is, beside its maker and the kind of product, one designation and nothing else,
    states that model: ``Example XR-100 交换机``. A model among more words is only looked for in ``name``.
    """
    maker, maker_field = _find_maker(manufacturer, product_name, makers)
    name = "" if is_empty(product_name) else product_name
    if is_empty(model):
        field, text, stated = "product_name", product_name, _model_of_name(name, maker, makers)
    else:
        field, text, stated = "model", model, read_model(model)
    line = StatedLine(maker, maker_field, versions=_find_versions("", stated.version, name), name=name)
    return StatedProduct(_add_model(line, field, text, stated, makers), stated, field, text)


def add_version(product: StatedProduct, version: str, makers: Makers) -> StatedLine:
    """Return what a line states whose version cell says ``version``.

    A ``V5`` behind the model is then part of the model, for the version has a cell of its own.
    """
    if is_empty(version):
        return product.line
    line, stated, field, text = product
    if not (stated.version and may_be_generation(stated.version)):
        versions = _find_versions(version, stated.version, line.name)
        return line._replace(versions=versions, column_versions=(version,) if stated.key else ())
    whole = StatedModel(f"{stated.text} {stated.version}", stated.whole, pieces=stated.pieces)
    bare = StatedLine(line.maker, line.maker_field, versions=_find_versions(version, "", line.name), name=line.name)
    full = _add_model(bare, field, text, whole, makers)
    return full._replace(column_versions=(version,)) if whole.key else full


def _add_model(line: StatedLine, field: str, text: str, stated: StatedModel, makers: Makers) -> StatedLine:
    """Return a line with the model that one of its cells states, if it states one, and the keys of that model."""
    if not stated.key:
        return line
    texts = makers.strip_names(stated.text, line.maker) if line.maker else (stated.text,)
    return line._replace(
        field=field,
        text=text,
        texts=texts,
        keys=(stated.key, *map(model_key, texts[1:])),
        bare_keys=tuple(filter(None, map(strip_kind, texts))),
        short_keys=tuple(filter(None, map(strip_suffixes, texts))),
        pieces=stated.pieces,
        whole=stated.whole,
        generation=bool(stated.version) and may_be_generation(stated.version),
        definite=field == "model" or len(texts[-1].split()) == 1,
    )


def _find_versions(version: str, in_model: str, name: str) -> tuple[str, ...]:
    """Return the versions of the version column and the model cell, or else the one that ends the product name."""
    if is_empty(version):
        if in_model:
            return (in_model,)
        named = split_version(name)[1] if VERSION_HINT.search(name) else ""
        return (named,) if named else ()
    return (version,) if is_empty(in_model) or in_model == version else (version, in_model)


def _find_maker(manufacturer: str, product_name: str, makers: Makers) -> tuple[str, str]:
    """Return the maker and the column it stands in; a cell that says nothing is made up for by a company that begins the product name.

    A brand there, or a company in the model cell, is not enough: ``Catalyst 3560`` and ``Aruba 7005`` are names of models.
    """
    if not is_empty(manufacturer):
        return manufacturer, "manufacturer"
    company = "" if is_empty(product_name) else makers.find_company(normalise(product_name))
    return (company, "product_name") if company else ("", "")


def _model_of_name(name: str, maker: str, makers: Makers) -> StatedModel:
    """Return the model when a product name is nothing else, beside the maker before it and a word for the kind of product."""
    if not name or not maker:
        return StatedModel("")
    stated = read_model(makers.strip_names(name, maker)[-1])
    key = stated.bare_key or stated.key
    return stated if key.isascii() and any(sign.isdigit() for sign in key) else StatedModel("")
