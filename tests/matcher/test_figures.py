"""Figures in running text, in the habits of data sheets in three languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.matcher.figures import read_figures
from checker.matcher.text import normalise

READ = [
    ("E02", "交换容量 38.4Tbps/516Tbps", "throughput", ["38400000000000", "516000000000000"]),
    ("E02", "交换容量：2.56 T", "throughput", ["2560000000000"]),
    ("E02", "包转发率 2880/7200Mpps", "forwarding_rate", ["2880000000", "7200000000"]),
    ("E02", "Forwarding performance 345,600 Mpps", "forwarding_rate", ["345600000000"]),
    ("E02", "96 Bpps", "forwarding_rate", ["96000000000"]),
    ("E02", "转发率 7200M", "forwarding_rate", ["7200000000"]),
    ("E02", "交换容量≥1.92Pbps", "throughput", ["1920000000000000"]),
    ("E02", "整机交换容量1032T 包转发率345600M", "throughput", ["1032000000000000"]),
    ("E02", "整机交换容量1032T 包转发率345600M", "forwarding_rate", ["345600000000"]),
    ("E02", "Switch fabric capacity: 1.2 Tb/s", "throughput", ["1200000000000"]),
    ("E02", "包转发率: 1,260 百万包/秒", "forwarding_rate", ["1260000000"]),
    ("E02", "包转发率 2.88 亿pps", "forwarding_rate", ["288000000"]),
    ("E02", "パケット転送レート 1,071Mpps", "forwarding_rate", ["1071000000"]),
    ("E02", "スイッチング容量 38.4Tbps", "throughput", ["38400000000000"]),
    ("E02", "スイッチング ファブリック 2.4Tbps", "throughput", ["2400000000000"]),
    ("E02", "交换容量\u3000３８．４Ｔｂｐｓ", "throughput", ["38400000000000"]),
    ("E02", "交换容量:38.4~76.8Tbps", "throughput", ["38400000000000", "76800000000000"]),
    ("E02", "38.4Tbps交换容量", "throughput", ["38400000000000"]),
    ("E02", "交换容量 96000 Gbps", "throughput", ["96000000000000"]),
    ("E01", "路由表容量 400万条", "routes", ["4000000"]),
    ("E01", "4M routes", "routes", ["4000000"]),
    ("E01", "4,000,000 IPv4 routes", "routes", ["4000000"]),
    ("E01", "IPv4路由表：500万", "routes", ["5000000"]),
    ("E01", "FIB容量 2M (IPv4) ", "routes", ["2000000"]),
    ("E01", "路由表55万", "routes", ["550000"]),
    ("E01", "route table size: 1.5 million", "routes", ["1500000"]),
    ("E01", "RIB 1000万 FIB 400万", "routes", ["10000000", "4000000"]),
    ("E01", "up to 256K IPv4 routes", "routes", ["256000"]),
    ("E01", "経路数 100万", "routes", ["1000000"]),
    ("E01", "整机双向吞吐 14.4 Tbps", "throughput", ["14400000000000"]),
    ("E01", "转发能力 25.6T", "throughput", ["25600000000000"]),
    ("E01", "MAC地址表 128K，路由表 64K", "routes", ["64000"]),
    ("E03", "8颗Intel Xeon 8280 每颗28核 内存2TB", "cpus", ["8"]),
    ("E03", "8颗Intel Xeon 8280 每颗28核 内存2TB", "cores", ["28"]),
    ("E03", "8颗Intel Xeon 8280 每颗28核 内存2TB", "memory", ["2048"]),
    ("E03", "8*Xeon 28C，4TB DDR4", "cpus", ["8"]),
    ("E03", "8*Xeon 28C，4TB DDR4", "cores", ["28"]),
    ("E03", "8*Xeon 28C，4TB DDR4", "memory", ["4096"]),
    ("E03", "两路", "cpus", ["2"]),
    ("E03", "配置八路处理器", "cpus", ["8"]),
    ("E03", "CPU数量：8颗；内核：40核/颗；内存：2048GB", "memory", ["2048"]),
    ("E03", "16路 每CPU 24核", "cpus", ["16"]),
    ("E03", "8 x 24-core CPU", "cpus", ["8"]),
    ("E03", "8x Intel Xeon Platinum, 28 cores each, 64x 64GB DDR4", "memory", ["4096"]),
    ("E03", "32条*64GB内存", "memory", ["2048"]),
    ("E03", "64GB*32 DDR5", "memory", ["2048"]),
    ("E03", "内存: 32*32G", "memory", ["1024"]),
    ("E03", "eight-socket", "cpus", ["8"]),
    ("E03", "双路供电", "cpus", []),
    ("E03", "冗余电源两路输入", "cpus", []),
    ("E03", "16路视频输入", "cpus", []),
    ("E03", "4 sockets, 56 cores per socket, 6 TB RAM", "cores", ["56"]),
    ("E03", "4 sockets, 56 cores per socket, 6 TB RAM", "memory", ["6144"]),
    ("E03", "CPU:8*鲲鹏920 64核@2.6GHz", "cpus", ["8"]),
    ("E03", "CPU：Intel Xeon Gold 6348H *8", "cpus", ["8"]),
    ("E03", "最大支持8个处理器", "cpus", ["8"]),
    ("E03", "Memory 1.5TB", "memory", ["1536"]),
    ("E03", "CPU 8基, コア数 28, メモリ 2TB", "memory", ["2048"]),
    ("E03", "CPU 8基, コア数 28, メモリ 2TB", "cpus", ["8"]),
    ("E03", "CPU 8基, コア数 28, メモリ 2TB", "cores", ["28"]),
    ("E03", "核数：28", "cores", ["28"]),
    ("E03", "内存容量256G，硬盘 8*1.2T SAS", "memory", ["256"]),
    ("E04", "bit 10 ns", "instruction_time", ["1E-8"]),
    ("E04", "位指令执行时间 0.08μs", "instruction_time", ["8E-8"]),
    ("E04", "0.2~0.5微秒", "instruction_time", ["2E-7", "5E-7"]),
    ("E04", "0.08毫秒", "instruction_time", ["0.00008"]),
    ("E04", "基本命令 0.02µs", "instruction_time", ["2E-8"]),
    ("E04", "扫描周期 1ms，位指令 0.06us", "instruction_time", ["6E-8"]),
    ("E04", "指令执行速度：0.034 μs/步", "instruction_time", ["3.4E-8"]),
    ("E04", "1K步 0.05ms", "instruction_time", ["5E-8"]),
    ("E04", "处理速度 65ns/指令", "instruction_time", ["6.5E-8"]),
    ("E04", "LD: 9.5 nanoseconds", "instruction_time", ["9.5E-9"]),
    ("E04", "0.5 microseconds per instruction", "instruction_time", ["5E-7"]),
    ("E04", "20 μsec", "instruction_time", ["0.00002"]),
    ("E04", "指令执行时间 ≤80 纳秒", "instruction_time", ["8E-8"]),
    ("E04", "布尔运算 0.08 ms/K", "instruction_time", ["8E-8"]),
]


@pytest.mark.parametrize(("category", "text", "quantity", "values"), READ)
def test_figures_are_read_as_data_sheets_write_them(category, text, quantity, values):
    found = {figure.value for figure in read_figures(normalise(text), category) if figure.quantity == quantity}
    assert found == {Decimal(value) for value in values}


@pytest.mark.parametrize(
    "text", ["单槽位带宽 3.2Tbps", "每端口速率 400Gbps", "堆叠带宽 480Gbps", "line card 14.4 Tbps per slot"]
)
def test_a_figure_of_one_slot_or_port_is_not_the_systems(text):
    figures = read_figures(normalise(text), "E02")
    assert figures
    assert {figure.level for figure in figures} == {"part"}


@pytest.mark.parametrize("category", ["P02", "P16", "P21"])
def test_nothing_is_read_for_products_without_figures(category):
    assert read_figures("交换容量38.4tbps 8颗cpu", category) == []


@given(st.decimals(min_value="0.01", max_value="9999", places=2), st.sampled_from(["", " ", "  "]))
def test_unit_and_blank_do_not_change_the_value(number, blank):
    tera = read_figures(f"交换容量{number}{blank}tbps", "E02")
    giga = read_figures(f"交换容量{number * 1000}{blank}gbps", "E02")
    assert [figure.value for figure in tera] == [figure.value for figure in giga] == [number * 10**12]


@given(st.text(max_size=60), st.sampled_from(["E01", "E02", "E03", "E04"]))
def test_any_text_can_be_read(text, category):
    for figure in read_figures(normalise(text), category):
        assert figure.value >= 0
        assert figure.text
