"""Lines that look harmless at first sight and must not be let off, and harmless ones that must not be held."""

import re

import pytest

from checker.matcher.families import Families, Family, load_families, parse_family

FIRST = [
    ("Fortinet", "FortiGate Linux", "in"),
    ("F5", "BIG-IP Linux", "in"),
    ("Corelight", "AP 1001 sensor", "in"),
    ("Canonical", "Ubuntu Linux", "out"),
]


@pytest.mark.parametrize(("maker", "name", "scope"), FIRST)
def test_a_designation_that_stands_first_is_not_outdone_by_an_ordinary_word(decide, maker, name, scope):
    assert decide(name, manufacturer=maker)["scope_all"] == scope


@pytest.mark.parametrize("name", ["SA2500", "SN210", "TS-453D", "DS1821+", "AC-1000-A400"])
def test_a_short_designation_without_a_maker_is_not_let_off(decide, name):
    assert decide(name, manufacturer="")["scope_all"] != "out"


def test_a_short_designation_without_a_maker_says_whose_it_may_be(decide):
    decision = decide("离心泵", "ISG50-160", manufacturer="")
    assert decision["scope_all"] == "undetermined"
    assert decision["reasons_all"][0].code == "scope_family_guessed"


def test_between_makers_none_is_named_the_listed_product_goes_first():
    rows = [("one", "out", ""), ("two", "in", "P16")]
    families = Families(
        Family(maker, maker, r"zq\d+", "any", "thing", tuple(filter(None, [kind])), (), settles, {}, "trade")
        for maker, settles, kind in rows
    )
    assert families.find("zq1234", "", frozenset(), stated=False).family.maker == "two"
    assert families.find("zq1234", "", frozenset({"one"}), stated=True).family.maker == "one"


def test_a_makers_own_family_goes_before_one_of_its_group(decide):
    families = Families(
        Family(maker, maker, pattern, "any", "thing", ("P16",), (), "in", {}, "trade")
        for maker, pattern in (("group", r"zq\d+-\w*"), ("own", r"zq\d+"))
    )
    makers, group = frozenset({"own", "group"}), frozenset({"group"})
    assert families.find("zq1234-x", "", makers, stated=True, group=group).family.maker == "own"
    switch = decide("S12516X-AF", "", "交换容量1032T；包转发率345600M", manufacturer="新华三")
    assert switch["scope_all"] == "in"


def test_a_group_that_makes_other_things_lets_nothing_off(decide):
    assert decide("Unheard ZX", manufacturer="新华三")["scope_all"] == "undetermined"


def test_a_doubtful_name_is_not_let_off_for_the_box_it_runs_on(decide):
    decision = decide("PowerEdge R740 等保一体机", manufacturer="戴尔")
    assert decision["scope_all"] == "undetermined"


PROVIDED = [
    ("防火墙租赁服务", "undetermined"),
    ("WAF租用", "undetermined"),
    ("抗DDoS云清洗服务", "in"),
    ("firewall rental", "undetermined"),
    ("服务器租赁", "out"),
    ("打印机租赁服务", "out"),
    ("会议室租赁", "out"),
    ("防火墙安装服务", "out"),
]


@pytest.mark.parametrize(("name", "scope"), PROVIDED)
def test_what_is_let_or_run_for_the_customer_is_provided(decide, name, scope):
    assert decide(name, manufacturer="")["scope_all"] == scope


def test_a_listed_model_as_a_cloud_service_is_looked_at(decide):
    assert decide("USG6525E 云服务", manufacturer="华为")["scope_all"] == "undetermined"


@pytest.mark.parametrize("name", ["防火墙套件", "防火墙一体机电源双冗余", "堡磊机"])
def test_what_only_describes_a_product_takes_nothing_away(decide, name):
    assert decide(name, manufacturer="")["scope_all"] == "in"


CONFIGURED = [
    ("FG-60F + rack kit", "in"),
    ("Rack kit for FG-60F", "out"),
    ("防火墙主机 硬盘1TB 内存16G 电源550W", "undetermined"),
    ("防火墙内存8G", "out"),
    ("防火墙 光模块", "out"),
    ("防火墙 机架式 冗余风扇", "in"),
    ("防火墙内存条", "out"),
    ("服务器内存 16G", "out"),
    ("防火墙说明书", "out"),
    ("《防火墙技术》图书", "out"),
]


@pytest.mark.parametrize(("name", "scope"), CONFIGURED)
def test_parts_that_are_built_in_do_not_let_a_product_off(decide, name, scope):
    assert decide(name, manufacturer="")["scope_all"] == scope


@pytest.mark.parametrize("name", ["U盘杀毒隔离器", "自助查毒机", "安全Linux", "webshell检测", "明御", "病毒库升级"])
def test_words_that_smell_of_security_are_looked_at(decide, name):
    assert decide(name, manufacturer="")["scope_all"] == "undetermined"


@pytest.mark.parametrize(("maker", "name"), [("QNAP", "TVS-871"), ("Arbor", "Pravail APS 2108")])
def test_an_abbreviation_with_an_s_is_no_plural(decide, maker, name):
    assert decide(name, manufacturer=maker)["scope_all"] == "in"


def test_parts_of_a_designation_are_no_words(decide):
    assert decide("DAS-XYZ-600", manufacturer="示例丙")["scope_all"] == "undetermined"
    assert decide("wooden dining chair", manufacturer="示例丙")["scope_all"] == "out"


def test_every_shipped_pattern_is_a_regular_expression():
    for family in load_families().families:
        assert isinstance(family.compiled, re.Pattern)


def test_patterns_are_compiled_when_they_are_first_needed():
    row = dict.fromkeys(("maker", "family", "categories", "also", "source", "kind"), "")
    family = parse_family({**row, "pattern": r"zq\d+", "field": "any", "settles": "out"})
    assert "compiled" not in vars(family)


SPECIFIC = [
    ("F5", "BIG-IP ASM", ("P02",)),
    ("A10", "Thunder 1040 TPS", ("P23",)),
    ("Quantum", "DXi4700", ("P01", "P16")),
    ("亚信安全", "信桅 态势感知", ("P18",)),
    ("思福迪", "LogBase-B500", ("P30", "P31")),
]


@pytest.mark.parametrize(("maker", "name", "categories"), SPECIFIC)
def test_the_family_that_says_more_of_a_designation_names_the_category(decide, maker, name, categories):
    assert decide(name, manufacturer=maker)["categories_all"] == categories


@pytest.mark.parametrize("name", ["NetEngine 9000-20", "NE9000-8", "NetEngine40E-X8"])
def test_core_routers_are_known_by_their_long_names(decide, name):
    assert decide(name, manufacturer="华为")["categories_all"] == ("E01",)


def test_a_maker_of_other_things_has_its_other_things_let_off(decide):
    assert decide("Acrobat Pro DC", manufacturer="Adobe")["scope_all"] == "out"
    assert decide("LiveCycle Rights Management", manufacturer="Adobe")["scope_all"] == "in"


BEGINNINGS = [
    ("海康威视", "iDS-7716NXI", "out", ()),
    ("Moxa", "EDR-G903", "undetermined", ("P02", "P11")),
    ("示例丙", "IPS-1000", "in", ("P04",)),
    ("Cisco", "SNS-3595-K9", "in", ("P24", "P32")),
    ("Sophos", "RED 50", "in", ("P11",)),
]


@pytest.mark.parametrize(("maker", "name", "scope", "categories"), BEGINNINGS)
def test_a_word_that_only_begins_a_designation_names_nothing(decide, maker, name, scope, categories):
    decision = decide(name, manufacturer=maker)
    assert (decision["scope_all"], decision["categories_all"]) == (scope, categories)


@pytest.mark.parametrize("name", ["Jenkins", "Zabbix", "MongoDB Enterprise", "GitLab", "Confluence"])
def test_well_known_software_is_no_riddle(decide, name):
    assert decide(name, manufacturer=name)["scope_all"] == "out"


def test_routes_are_read_in_millions(decide):
    assert decide("核心路由器", "", "交换容量 51.2 Tb/s；路由表≥ 2百万条")["scope_all"] == "in"


@pytest.mark.parametrize("name", ["网安一体机", "时间戳", "IPsecVPN设备"])
def test_short_names_of_the_trade_are_known(decide, name):
    assert decide(name, manufacturer="")["scope_all"] != "out"


HARMLESS = [
    "Limit switch",
    "Emergency stop switch",
    "Load break switch",
    "CNC router machine",
    "Router bit set",
    "Storage rack",
    "Security guard uniform",
    "Anti-virus spray disinfectant",
    "Backup ring seal",
]


@pytest.mark.parametrize("name", HARMLESS)
def test_goods_of_other_trades_are_let_off(decide, name):
    assert decide(name, manufacturer="")["scope_all"] == "out"


@pytest.mark.parametrize("name", ["Gateway ZQ-1000", "Server ZQ-1000", "Storage ZQ-1000", "Core ZQ-1000"])
def test_an_everyday_word_is_no_maker(knowledge, name):
    assert knowledge.makers.find_in(name.lower()) == ()


@pytest.mark.parametrize(
    "name", ["诺顿", "网防G01", "盈高", "芯盾", "数据守护系统", "网站卫兵", "魔方安全", "湖南麒麟"]
)
def test_a_brand_alone_is_looked_at(decide, name):
    assert decide(name, manufacturer="")["scope_all"] == "undetermined"


SPARES = [("备件", "USG6525E", "undetermined"), ("防火墙备件", "", "undetermined"), ("打印机备件", "", "out")]


@pytest.mark.parametrize(("name", "model", "scope"), SPARES)
def test_a_spare_may_be_the_whole_product(decide, name, model, scope):
    assert decide(name, model, manufacturer="")["scope_all"] == scope


DECLARED = [
    ("以太网络交换机|4|3|有线数据传输|CISCO牌|C9300-24T-A", "out"),
    ("网络交换机|品牌:CISCO|型号:C9300-24T-A", "out"),
    ("网络设备|用途:安全|品牌:FORTINET|型号:FG-100F", "in"),
    ("适用于CISCO的电源", "out"),
]


@pytest.mark.parametrize(("name", "scope"), DECLARED)
def test_a_declared_brand_is_the_maker(decide, name, scope):
    assert decide(name, manufacturer="")["scope_all"] == scope


@pytest.mark.parametrize(
    "name", ["AWS GuardDuty", "Azure Sentinel", "Google Cloud Armor", "Cisco Umbrella", "云硬盘备份"]
)
def test_protection_from_a_cloud_is_a_product(decide, name):
    assert decide(name, manufacturer="")["scope_all"] == "in"


@pytest.mark.parametrize("name", ["核心区FW01", "机房VPN02", "出口IPS01"])
def test_a_host_named_by_its_function_is_looked_at(decide, name):
    assert decide(name, manufacturer="")["scope_all"] == "undetermined"


@pytest.mark.parametrize("name", ["数据出境安全", "行为管控", "暗网监测"])
def test_a_name_that_ends_in_what_it_does_is_looked_at(decide, name):
    assert decide(name, manufacturer="")["scope_all"] == "undetermined"


@pytest.mark.parametrize("name", ["安全阀", "安全帽", "隔离刀闸", "防护手套", "过滤棉"])
def test_a_name_that_only_begins_so_is_not(decide, name):
    assert decide(name, manufacturer="")["scope_all"] == "out"
