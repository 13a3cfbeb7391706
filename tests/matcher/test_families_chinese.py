"""Makers from China, their families and the words of Chinese tenders; and ordinary words that are none of these."""

import csv
import re

import pytest

from checker.matcher.families import Families, FamilyMatch, load_families
from checker.matcher.makers import Makers, load_makers
from checker.matcher.roles import read_name
from checker.matcher.text import mark, normalise
from checker.matcher.vocabulary import Vocabulary, load_vocabulary
from checker.resources import DATA_FOLDER

FILES = sorted((DATA_FOLDER / "families").glob("chinese_*.csv"))


@pytest.fixture(scope="module")
def families() -> Families:
    return load_families()


@pytest.fixture(scope="module")
def makers() -> Makers:
    return load_makers()


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


def read_family_rows() -> list[dict[str, str]]:
    """Return the rows of the Chinese family files."""
    rows = []
    for path in FILES:
        with path.open(encoding="utf-8", newline="") as stream:
            rows += list(csv.DictReader(stream))
    return rows


def find(families: Families, makers: Makers, maker: str, name: str, model: str) -> FamilyMatch | None:
    """Return the family of a line as the matcher looks for it."""
    return families.find(normalise(model), normalise(name), makers.read(maker).makers, stated=bool(maker))


LISTED = [
    ("华为", "", "USG6565E-B", "P02"),
    ("华为", "", "Eudemon8000E-X3", "P02"),
    ("Huawei", "", "NIP6320D", "P04"),
    ("华为", "", "AntiDDoS12004", "P23"),
    ("华为", "", "OceanStor 5310", "P16"),
    ("华为", "", "OceanProtect X6000", "P01"),
    ("华为", "", "UMA1500-V", "P30"),
    ("新华三", "", "NS-SecPath F1000-AK135", "P02"),
    ("H3C", "", "NS-SecPath T1020", "P04"),
    ("H3C", "", "SecPath ACG1000-AK240", "P07"),
    ("新华三", "", "SecPath W2010-G2", "P02"),
    ("新华三", "", "SecPath A2020-G", "P30"),
    ("新华三", "", "SecPath L5030", "P21"),
    ("锐捷网络", "", "RG-WALL 1600-X9300", "P02"),
    ("锐捷", "", "RG-UAC 6000-E50", "P07"),
    ("锐捷", "", "RG-IDP 1000E", "P04"),
    ("天融信", "", "TG-62142", "P02"),
    ("天融信", "", "TW-51330", "P02"),
    ("天融信", "", "TR-41121", "P05"),
    ("天融信", "", "TD-61230", "P23"),
    ("启明星辰", "天阗威胁分析一体机", "", "P03"),
    ("启明星辰", "天玥运维安全网关", "OSM-5600", "P30"),
    ("", "天镜脆弱性扫描与管理系统", "", "P08"),
    ("", "天清汉马防火墙", "", "P02"),
    ("网御星云", "", "Power V6000-F3120", "P02"),
    ("网御星云", "", "SIS-3000-Z4201", "P05"),
    ("绿盟科技", "", "NFNX3-HDB2480", "P02"),
    ("绿盟", "", "WVSSNX3-HD500", "P08"),
    ("绿盟", "", "LASNX3-HD800", "P31"),
    ("绿盟", "", "OSMSNX3-HD600", "P30"),
    ("绿盟", "", "RSASNX3-P-C", "P08"),
    ("深信服", "", "AF-1000-B1510", "P02"),
    ("深信服", "", "AC-1000-B1300", "P07"),
    ("深信服", "", "AD-1000-C2100", "P21"),
    ("深信服", "", "LAS-1000-A600", "P31"),
    ("奇安信", "", "NSG7500-TX25", "P02"),
    ("网神", "", "SecIDS 3600-D4000", "P03"),
    ("", "网神SecSSL 3600", "", "P11"),
    ("网康科技", "", "NI5000-40", "P20"),
    ("山石网科", "", "SG-6000-E1606", "P02"),
    ("山石网科", "", "SG-6000-W1560", "P02"),
    ("山石网科", "", "SG-6000-S600", "P04"),
    ("山石网科", "", "SG-6000-AX1000", "P21"),
    ("安恒信息", "", "DAS-USM-600", "P30"),
    ("安恒信息", "", "DAS-APT-1000", "P03"),
    ("迪普科技", "", "IPS2000-ME-A", "P04"),
    ("迪普科技", "", "UAG3000-GE", "P07"),
    ("迪普科技", "", "Guard3000-TS", "P23"),
    ("长亭科技", "雷池", "SL-1000", "P02"),
    ("长亭科技", "洞鉴", "", "P08"),
    ("盛邦安全", "", "RayWAF-2000", "P02"),
    ("亚信安全", "信舱", "", "P14"),
    ("安天", "智甲", "", "P14"),
    ("", "火绒终端安全管理系统", "", "P14"),
    ("北信源", "", "VRVEDP V6.6", "P33"),
    ("盈高科技", "", "ASM6000", "P24"),
    ("联软科技", "", "UniAccess", "P33"),
    ("亿赛通", "", "CDG V4", "P34"),
    ("南瑞", "", "SysKeeper-2000", "P05"),
    ("", "StoneWall-2000 反向型", "", "P05"),
    ("", "PSTunnel-2000", "", "P11"),
    ("珠海鸿瑞", "", "HRwall-85M", "P05"),
    ("鼎甲科技", "迪备", "", "P01"),
    ("英方软件", "", "i2CDP", "P01"),
    ("爱数", "", "AnyBackup CDM", "P01"),
    ("浪潮", "", "AS13000G5", "P16"),
    ("曙光", "", "ParaStor300", "P16"),
    ("齐治科技", "", "RIS-AC 3200", "P30"),
    ("江南科友", "", "HAC1000P", "P30"),
    ("安华金和", "", "DBCoffer", "P26"),
    ("任子行", "", "SURF-RAG-2000", "P07"),
    ("Panabit", "", "PA-T2400", "P20"),
    ("华耀", "", "APV5800", "P21"),
    ("信安世纪", "", "NetSign V5", "P17"),
    ("凝思软件", "", "凝思磐石安全操作系统 V6", "P15"),
    ("阿里云", "安骑士", "", "P14"),
    ("华为云", "", "HSS", "P14"),
    ("威努特", "", "SMA-3100", "P07"),
    ("新华三", "", "UniStor CDPS", "P01"),
    ("H3C", "", "iMC EAD", "P24"),
    ("任子行", "", "SURF-NGSA-1000", "P02"),
    ("安恒信息", "", "DAS-DBFW-500", "P02"),
    ("Sangfor", "", "NGAF-M5300-F-I", "P02"),
    ("Hillstone", "", "A200-IN", "P02"),
    ("派拉软件", "", "ParaView PAM", "P30"),
    ("示例代理商", "DAS-USM-600", "", "P30"),
    ("示例代理商", "USG6525E", "", "P02"),
    ("示例代理商", "SG-6000-E3968", "", "P02"),
    ("示例代理商", "RSASNX3-HD1000", "", "P08"),
]
OUT = [
    ("华为", "", "AR651W-8P"),
    ("华为", "", "S5735-S24T4X"),
    ("华为", "", "S1730S-S24T4S-A"),
    ("华为", "", "AirEngine 6761-21"),
    ("华为", "", "TaiShan 200"),
    ("新华三", "", "LS-5130S-28S-EI"),
    ("H3C", "", "RT-MSR2600-10-X1"),
    ("新华三", "", "R4900 G6"),
    ("H3C", "", "EWP-WA6320"),
    ("锐捷", "", "RG-S2910-24GT4SFP-L"),
    ("锐捷", "", "RG-AP680"),
    ("TP-LINK", "", "TL-R479GP-AC"),
    ("TP-LINK", "", "TL-SF1016D"),
    ("TP-LINK", "", "TL-IPC44AW"),
    ("腾达", "", "TEG1016D"),
    ("浪潮", "", "NF5270M5"),
    ("超聚变", "", "2488H V6"),
    ("联想", "", "ThinkSystem SR650 V2"),
    ("联想", "", "ThinkPad X1 Carbon"),
    ("曙光", "", "I840-G30"),
    ("信捷", "", "XC1-24R-E"),
    ("汇川", "", "H2U-1616MR"),
    ("台达", "", "DVP14SS211R"),
    ("永宏", "", "FBs-40MCR2-AC"),
    ("海康威视", "", "DS-2CD2T25D-I3"),
    ("海康威视", "", "DS-3E1510P-E"),
    ("大华", "", "DH-IPC-HFW4443M"),
    ("科士达", "", "YDC9330"),
    ("深信服", "", "aServer-R-2105"),
    ("研华", "", "IPC-610L"),
]
BY_FIGURES = [
    ("华为", "NE5000E-20", "E01"),
    ("新华三", "CR16010H-F", "E01"),
    ("锐捷", "RG-RSR7716-X", "E01"),
    ("新华三", "S12508X-AF", "E02"),
    ("新华三", "LS-7506X", "E02"),
    ("华为", "S12704", "E02"),
    ("华为", "CE12804S", "E02"),
    ("星融元", "CX864E-N", "E02"),
    ("中兴通讯", "ZXR10 M6000-8S Plus", "E01"),
    ("华为", "CE16808", "E02"),
    ("新华三", "LS-10508X", "E02"),
    ("锐捷", "RG-N18010-XH", "E02"),
    ("浪潮", "TS860G3", "E03"),
    ("联想", "SR950 V3", "E03"),
    ("信捷", "XD5-32T-E", "E04"),
    ("和利时", "LK220", "E04"),
]
ORDINARY = [
    ("", "天镜牌玻璃", ""),
    ("", "黑洞牌打印纸", ""),
    ("", "极光摄影灯", ""),
    ("", "天眼查企业会员", ""),
    ("", "27英寸IPS显示器", ""),
    ("示例甲科技", "办公椅", "AC-1200"),
    ("示例甲科技", "无线鼠标", "M330"),
    ("示例甲科技", "电磁阀", "TS-12345"),
    ("示例甲科技", "不锈钢水槽", "NS-5000"),
    ("", "防火门监控器", ""),
    ("", "万象城购物卡", ""),
    ("", "360度旋转支架", ""),
    ("", "神探夏洛克图书", ""),
]


@pytest.mark.parametrize(("maker", "name", "model", "category"), LISTED)
def test_listed_product_is_known_by_maker_and_designation(
    families: Families, makers: Makers, maker: str, name: str, model: str, category: str
) -> None:
    found = find(families, makers, maker, name, model)
    assert found is not None
    assert found.family.settles == "in"
    assert category in found.family.categories


@pytest.mark.parametrize(("maker", "name", "model"), OUT)
def test_what_cannot_be_listed_is_let_off(
    families: Families, makers: Makers, maker: str, name: str, model: str
) -> None:
    found = find(families, makers, maker, name, model)
    assert found is not None
    assert found.family.settles == "out"


@pytest.mark.parametrize(("maker", "model", "category"), BY_FIGURES)
def test_large_equipment_is_left_to_the_figures(
    families: Families, makers: Makers, maker: str, model: str, category: str
) -> None:
    found = find(families, makers, maker, "", model)
    assert found is not None
    assert found.family.settles == "figures"
    assert found.family.categories == (category,)


@pytest.mark.parametrize(("maker", "name", "model"), ORDINARY)
def test_ordinary_words_are_no_designation(
    families: Families, makers: Makers, maker: str, name: str, model: str
) -> None:
    found = find(families, makers, maker, name, model)
    assert found is None or found.family.settles == "out"


def test_designation_of_another_maker_is_not_taken(families: Families, makers: Makers) -> None:
    found = find(families, makers, "浪潮", "", "AF-1000-B1510")
    assert found is None or "P02" not in found.family.categories


def test_every_family_belongs_to_a_known_maker_or_to_none(makers: Makers) -> None:
    known = {maker for owning in makers.own.values() for maker in owning}
    assert {row["maker"] for row in read_family_rows()} <= known | {""}


def test_family_without_maker_has_an_unmistakable_name() -> None:
    short = [row["pattern"] for row in read_family_rows() if not row["maker"] and row["pattern"].isascii()]
    assert not [pattern for pattern in short if len(re.sub(r"[^a-z]", "", pattern.split("|")[0])) < 3]


def test_every_family_names_its_source_and_date() -> None:
    rows = read_family_rows()
    assert len(rows) >= 700
    assert all(row["source"] == "trade" and row["date"] for row in rows)


def test_figures_of_families_are_marked_unchecked() -> None:
    figured = [
        row
        for row in read_family_rows()
        if any(row[column] for column in ("throughput_tbps", "cpus", "cores", "instruction_us"))
    ]
    assert figured
    assert all("unchecked" in row["note"] for row in figured)


def test_what_settles_in_names_a_category() -> None:
    rows = read_family_rows()
    assert all(row["categories"] for row in rows if row["settles"] != "out")


def test_families_of_chinese_makers_are_found_by_every_name_of_the_maker(families: Families, makers: Makers) -> None:
    for name in ("华为", "華為", "Huawei", "华为技术有限公司", "Huawei Technologies Co., Ltd.", "HUAWEI"):
        found = find(families, makers, name, "", "USG6525E")
        assert found is not None
        assert found.owned


@pytest.mark.parametrize(
    ("name", "maker"),
    [
        ("北京天融信网络安全技术有限公司", "topsec"),
        ("启明星辰信息技术集团股份有限公司", "venustech"),
        ("啟明星辰", "venustech"),
        ("联想网御", "leadsec"),
        ("杭州华三通信技术有限公司", "h3c"),
        ("新华三技术有限公司", "h3c"),
        ("360企业安全", "qianxin"),
        ("深信服科技股份有限公司", "sangfor"),
        ("Sangfor Technologies Inc.", "sangfor"),
        ("绿盟", "nsfocus"),
        ("山石網科", "hillstone"),
        ("浪潮电子信息产业股份有限公司", "inspur"),
        ("中控智慧", "zkteco"),
        ("浙江中控", "supcon"),
        ("电科网安", "westone"),
        ("人大金仓", "kingbase"),
    ],
)
def test_maker_is_known_by_its_names(makers: Makers, name: str, maker: str) -> None:
    assert makers.identify(name) == maker


@pytest.mark.parametrize("name", ["综合信息平台", "移动存储介质", "Fast Ethernet switch", "disk array", "完整性校验"])
def test_ordinary_words_are_no_makers(makers: Makers, name: str) -> None:
    assert not makers.find_in(normalise(name))


@pytest.mark.parametrize(
    ("name", "kind", "categories"),
    [
        ("数据库审计云服务", "category", {"P07"}),
        ("企业主机安全服务", "category", {"P14", "P33"}),
        ("DDoS原生防护", "category", {"P23"}),
        ("逻辑强隔离装置", "category", {"P05"}),
        ("配电终端加密模块", "module", {"P11"}),
        ("高可信服务器操作系统", "category", {"P15"}),
        ("集中文印管控系统", "category", {"P07"}),
        ("等保2.0一体机", "doubtful", {"P02", "P11", "P13"}),
        ("数据库防水坝系统", "doubtful", {"P30", "P02", "P07"}),
        ("大坝安全监测系统", "other", set()),
        ("隔离病房设备", "other", set()),
        ("食品安全追溯平台", "other", set()),
        ("KVM交换机", "other", set()),
        ("柴油发电机组", "other", set()),
        ("新冠病毒抗原检测试剂盒", "other", set()),
    ],
)
def test_words_of_tenders_name_what_they_mean(
    vocabulary: Vocabulary, name: str, kind: str, categories: set[str]
) -> None:
    marked = mark(normalise(name))
    reading = read_name(marked, vocabulary.find(marked))
    assert reading.kind == kind
    assert set(reading.categories) == categories
