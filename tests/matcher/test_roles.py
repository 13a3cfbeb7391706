"""What a product name is the name of."""

import pytest

from checker.matcher.roles import read_description, read_name
from checker.matcher.text import mark, normalise
from checker.matcher.vocabulary import load_vocabulary


@pytest.fixture(scope="module")
def words():
    return load_vocabulary()


@pytest.mark.parametrize(
    ("name", "kind", "categories"),
    [
        ("防火墙", "category", {"P02"}),
        ("防火墙电源模块", {"accessory", "component"}, None),
        ("电源模块(用于防火墙)", {"accessory", "component"}, None),
        ("防火墙(含电源模块)", "category", {"P02"}),
        ("防火墙 标配双电源", "category", {"P02"}),
        ("Firewall with redundant power supply", "category", {"P02"}),
        ("Redundant power supply for firewall", {"accessory", "component"}, None),
        ("SFP+ transceiver for core switch", {"accessory", "component"}, None),
        ("防火墙运维培训", "service", None),
        ("防火墙3年维保", "service", None),
        ("Firewall installation service", "service", None),
        ("防火墙授权许可", "licence", {"P02"}),
        ("防火墙和入侵防御系统", "category", {"P02", "P04"}),
        ("运维安全管理系统(堡垒机)", "category", {"P30"}),
        ("一体化安全网关(UTM)", "category", {"P13"}),
        ("安全网关", "broad", {"P02", "P13"}),
        ("核心交换机", "equipment", {"E02"}),
        ("备份服务器", {"category", "equipment"}, None),
        ("IPS 显示器", "other", None),
        ("激光打印机", "other", None),
        ("系统", "", None),
        ("", "", None),
    ],
)
def test_the_head_of_a_name(words, name, kind, categories):
    marked = mark(normalise(name))
    reading = read_name(marked, words.find(marked))
    assert reading.kind in ({kind} if isinstance(kind, str) else kind)
    if categories is not None:
        assert set(reading.categories) == categories


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("下一代防火墙，8个千兆电口，双电源", "category"),
        ("支持防火墙功能", ""),
        ("8个千兆电口；双电源", ""),
        ("Application delivery controller with SSL offload", "category"),
    ],
)
def test_a_description_names_the_thing_and_not_its_features(words, text, kind):
    marked = mark(normalise(text))
    assert read_description(marked, words.find(marked)).kind == kind
