"""Seeded inventories and registers of made-up makers, as large as a benchmark wants them."""

import random
from pathlib import Path

import numpy as np
import pyarrow as pa
import xlsxwriter
from pyarrow import csv

MAKERS = [f"示例{letter}网络技术有限公司" for letter in "甲乙丙丁戊己庚辛壬癸"] + [
    f"Example {number} Networks, Inc." for number in range(10)
]
PRODUCTS = [
    ("下一代防火墙", "FW"), ("Web应用防火墙", "WAF"), ("入侵防御系统", "IPS"), ("接入交换机", "S"), ("核心路由器", "R"),
    ("运维安全管理系统(堡垒机)", "BH"), ("日志审计系统", "LAS"), ("负载均衡系统", "AD"), ("27英寸IPS显示器", "MON"), ("激光打印机", "LP"),
    ("防火墙电源模块", "PSU"), ("光模块 SFP+ 10G", "SFP"), ("网络摄像机", "CAM"), ("Email security gateway", "ESG"), ("Rack server 2U", "SRV"),
    ("全闪存存储系统", "STO"), ("防病毒软件", "AV"), ("USB键盘鼠标套装", "KM"), ("UPS不间断电源 3kVA", "UPS"), ("SSL VPN 安全网关", "VPN"),
]  # fmt: skip
HEADER = [
    "物料编码",
    "产品名称",
    "规格型号",
    "软件版本",
    "生产厂商",
    "技术参数",
    "数量",
    "单价",
    "采购单价",
    "金额",
    "币种",
    "销售日期",
    "销售主体",
    "批次",
    "备注",
]


def products(count: int, seed: int = 63) -> list[tuple[str, str, str, str]]:
    """Return ``count`` distinct (name, model, maker, specification)."""
    pick = random.Random(seed)
    rows = []
    for number in range(count):
        name, stem = pick.choice(PRODUCTS)
        maker = pick.choice(MAKERS)
        specification = pick.choice(
            ["", f"交换容量{pick.randint(1, 400)}Gbps，包转发率{pick.randint(1, 900)}Mpps", "支持双电源，含三年质保"]
        )
        rows.append((name, f"{stem}-{number:05d}{pick.choice('ABCDEF')}", maker, specification))
    return rows


def write_inventory(path: Path, rows: int, distinct: int, seed: int = 63) -> None:
    """Write an xlsx inventory of ``rows`` lines over ``distinct`` products, fifteen columns."""
    pick = random.Random(seed + 1)
    stock = products(distinct, seed)
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet("销售明细")
        sheet.write_row(0, 0, HEADER)
        for row in range(1, rows + 1):
            name, model, maker, specification = stock[pick.randrange(distinct)]
            quantity, price = pick.randint(1, 20), pick.randint(100, 90000)
            day = f"2026-{pick.randint(1, 10):02d}-{pick.randint(1, 28):02d}"
            sheet.write_row(row, 0, [
                f"SKU{row:08d}", name, model, pick.choice(["", "", "V2.0"]), maker, specification, quantity, f"￥{price:,}.00",
                price * 0.7, quantity * price, "CNY", day, pick.choice(["上海样例贸易有限公司", "样例进出口（深圳）有限公司"]), f"B{row // 500:05d}", "",
            ])  # fmt: skip


def write_csv(path: Path, rows: int, distinct: int, seed: int = 63, part: int = 500_000) -> None:
    """Write a csv inventory of ``rows`` lines over ``distinct`` products, fifteen columns, a part at a time."""
    stock = [pa.array(column) for column in zip(*products(distinct, seed), strict=True)]
    days = pa.array([f"2026-{month:02d}-{day:02d}" for month in range(1, 11) for day in range(1, 29)])
    sellers = pa.array(["上海样例贸易有限公司", "样例进出口（深圳）有限公司"])
    writer = None
    with path.open("wb") as stream:
        for start in range(0, rows, part):
            count = min(part, rows - start)
            draw = np.random.default_rng([seed, start])
            pick, quantity, price = (
                draw.integers(0, distinct, count),
                draw.integers(1, 21, count),
                draw.integers(100, 90_001, count),
            )
            name, model, maker, specification = (column.take(pa.array(pick)) for column in stock)
            number = np.arange(start + 1, start + count + 1)
            columns = [
                np.char.add("SKU", np.char.zfill(number.astype(str), 8)), name, model,
                pa.array(["", "", "V2.0"]).take(pa.array(draw.integers(0, 3, count))), maker, specification,
                quantity.astype(str), price.astype(str), np.round(price * 0.7, 2).astype(str), (quantity * price).astype(str),
                np.full(count, "CNY"), days.take(pa.array(draw.integers(0, len(days), count))),
                sellers.take(pa.array(draw.integers(0, 2, count))), (number // 500).astype(str), np.full(count, ""),
            ]  # fmt: skip
            table = pa.table(
                [column if isinstance(column, pa.Array) else pa.array(column) for column in columns], names=HEADER
            )
            writer = writer or csv.CSVWriter(stream, table.schema)
            writer.write_table(table)
        writer.close()


def write_register(path: Path, entries: int, distinct: int, seed: int = 63) -> None:
    """Write an xlsx register of ``entries`` certificates, half of them for products of the inventory."""
    pick = random.Random(seed + 2)
    stock = products(distinct, seed)
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet("认证结果")
        sheet.write_row(
            0, 0, ["序号", "产品名称", "产品型号", "生产企业", "证书编号", "发证日期", "有效期至", "证书状态"]
        )
        for row in range(1, entries + 1):
            if row % 2:
                name, model, maker, _ = stock[pick.randrange(distinct)]
            else:
                name, model, maker = "防火墙", f"OTHER-{row:06d}", pick.choice(MAKERS)
            year = pick.randint(2021, 2025)
            status = pick.choice(["有效"] * 18 + ["暂停", "注销"])
            sheet.write_row(
                row,
                0,
                [row, name, model, maker, f"SAMPLE-{year}-{row:06d}", f"{year}-05-01", f"{year + 5}-04-30", status],
            )
