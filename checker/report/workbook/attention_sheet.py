"""What needs attention, grouped by product, with columns in which a reviewer writes the decision."""

from typing import Any

import pandas as pd

from checker.messages import Language
from checker.report.attention import URGENCY, list_attention
from checker.report.content import Report
from checker.report.items import join_texts
from checker.report.words import word
from checker.report.workbook.grid import Grid, Kind
from checker.report.workbook.layout import Book

COLUMNS: dict[str, tuple[float, Kind]] = {
    "group": (7, "strong"), "verdict": (13, "strong"), "manufacturer": (20, "bare"), "model": (18, "bare"),
    "version": (10, "bare"), "product_name": (24, "note"), "categories": (11, "bare"), "category_names": (24, "note"),
    "certificate_number": (18, "bare"), "certificate_valid_until": (12, "bare"), "date": (12, "bare"),
    "seller": (18, "bare"), "sku": (12, "bare"), "path": (18, "note"), "sheet": (12, "bare"), "row": (7, "bare"),
    "reasons_zh": (58, "note"), "reasons_en": (58, "note"),
    "edition": (9, "bare"), "decision": (20, "input"), "decision_certificate": (18, "input"),
    "decision_reason": (28, "input"), "decision_by": (14, "input"), "decision_until": (13, "input"),
}  # fmt: skip

DECISIONS = ("not_in_scope", "covered_by_certificate", "accepted_until", "is_uncertified")
PRODUCT = ["manufacturer", "model", "version"]


def add_attention(book: Book, report: Report, language: Language) -> None:
    """Add the sheet; of an inventory in which nothing needs attention it says so."""
    grid = lay_out(report, language)
    decision, until = (list(COLUMNS).index(name) for name in ("decision", "decision_until"))
    choices = [word(language, f"decision_choice_{name}") for name in DECISIONS]
    for worksheet in book.add_grid(grid):
        last = max(len(grid) - 1, 1)
        worksheet.repeat_columns(0, 3)
        worksheet.data_validation(
            1, decision, last, decision, {"validate": "list", "source": choices, "error_type": "warning"}
        )
        worksheet.write_comment(0, decision, word(language, "decision_help"), {"x_scale": 3, "y_scale": 2})
        worksheet.data_validation(
            1, until, last, until,
            {"validate": "date", "criteria": ">=", "value": pd.Timestamp("2026-01-01").to_pydatetime(), "error_type": "warning"},
        )  # fmt: skip


def lay_out(report: Report, language: Language) -> Grid:
    """Return the held and review lines, the product with the most urgent verdict and the most lines first."""
    lines = group_products(list_attention(report.lines))
    names = {one["id"]: one[f"name_{language}"] for one in report.head["basis"]["directory"]["categories"]}
    texts: dict[str, Any] = {
        **{
            name: lines[name]
            for name in (*PRODUCT, "product_name", "categories", "date", "seller", "sku", "path", "sheet")
        },
        **{name: lines[name] for name in ("certificate_number", "certificate_valid_until")},
        "group": lines["group"].astype("str"),
        "row": lines["row"].astype("str"),
        "edition": pd.Series(str(report.head["basis"]["directory"]["edition"]), index=lines.index, dtype="str"),
        "verdict": lines["verdict"].map({code: word(language, f"verdict_{code}") for code in URGENCY}),
        "category_names": lines["categories"].map(
            {
                ids: "\n".join(f"{one} {names.get(one, '')}" for one in ids.split())
                for ids in lines["categories"].unique()
            }
        ),
        **{f"reasons_{one}": join_texts(lines["reasons"], one) for one in ("zh", "en")},
    }
    blank = pd.Series("", index=lines.index, dtype="str")
    first = lines["group"] != lines["group"].shift()
    styles = lines["verdict"].astype("str") + first.map({True: "+first", False: ""}).astype("str")

    def head(name: str, column: "pd.Series[Any]") -> "pd.Series[Any]":
        title = pd.Series([word(language, f"column_{name}")], dtype="str")
        return pd.concat([title, column.astype("str")], ignore_index=True)

    return Grid(
        name=word(language, "sheet_attention"),
        columns=tuple(head(name, texts.get(name, blank)) for name in COLUMNS),
        kinds=tuple(kind for _, kind in COLUMNS.values()),
        widths=tuple(width for width, _ in COLUMNS.values()),
        styles=pd.concat([pd.Series(["header"], dtype="str"), styles.astype("str")], ignore_index=True),
        header_row=1,
    )


def group_products(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines with the number of their product's ``group``, in the order of the groups.

    A product is maker, model and version; without a model, also the name and SKU tell products apart.
    """
    unnamed = lines["model"] == ""
    keys = [*(lines[name] for name in PRODUCT), *(lines[name].where(unnamed, "") for name in ("product_name", "sku"))]
    product = lines.groupby(keys, sort=False).ngroup() if len(lines) else pd.Series(0, index=lines.index)
    urgency = lines["verdict"].map({code: place for place, code in enumerate(URGENCY)}).astype("int64")
    order = pd.DataFrame(
        {
            "worst": urgency.groupby(product).transform("min"),
            "fewer": -product.groupby(product).transform("size"),
            "product": product,
            "urgency": urgency,
            "place": range(len(lines)),
        }
    ).sort_values(["worst", "fewer", "product", "urgency", "place"])
    ordered = lines.loc[order.index]
    return ordered.assign(group=(order["product"] != order["product"].shift()).cumsum())
