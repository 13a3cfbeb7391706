"""What is known of a device settles what is not stated."""

from decimal import Decimal

import pytest

from checker.matcher.bounds import find_bounds, read_ports
from checker.matcher.text import mark, normalise


@pytest.mark.parametrize(
    ("text", "gigabits"),
    [
        ("48×1G + 4×10G", 88),
        ("24×10/100/1000Base-T，4×SFP", 28),
        ("48个千兆电口，6个万兆光口", 108),
        ("24-port gigabit switch", 24),
        ("48*25GE SFP28, 8*100GE QSFP28", 2000),
        ("8口百兆", "0.8"),
        ("没有端口", 0),
    ],
)
def test_ports_are_added_up(text, gigabits):
    assert read_ports(normalise(text))[0] == Decimal(gigabits) * 10**9


def bounds_of(category, text):
    normal = normalise(text)
    return {bound.quantity: bound.value for bound in find_bounds(category, normal, [mark(normal)])}


def test_ports_bound_throughput_and_packets_both_ways():
    found = bounds_of("E02", "48×1G + 4×10G")
    assert found["throughput"] < 30 * 10**12
    assert found["forwarding_rate"] < 10 * 10**9


@pytest.mark.parametrize("text", ["机箱式 8槽 48×100G 线卡", "chassis, 48x100GE line cards", "8 slots, 36x400G"])
def test_ports_of_a_chassis_bound_nothing(text):
    assert bounds_of("E02", text) == {}


@pytest.mark.parametrize("text", ["64-port 800G switch PoE", "32x400G access switch"])
def test_words_do_not_bound_a_device_with_the_fastest_ports(text):
    assert all(value > 10 * 10**12 for quantity, value in bounds_of("E02", text).items() if quantity == "throughput")


@pytest.mark.parametrize("text", ["家用路由器", "WiFi6 无线路由器", "ADSL modem router", "4G工业路由器", "SOHO router"])
def test_a_small_router_reaches_neither_threshold(text):
    found = bounds_of("E01", text)
    assert found["throughput"] < 12 * 10**12
    assert found["routes"] < 550000


@pytest.mark.parametrize("text", ["2U 机架式服务器", "1U rack server", "塔式服务器", "blade server"])
def test_the_form_of_a_server_bounds_its_processors(text):
    assert bounds_of("E03", text)["cpus"] < 8


def test_a_word_of_one_kind_says_nothing_of_another():
    assert bounds_of("E04", "家用 2U 接入交换机") == {}
