"""Products decided together come out as each of them decided alone."""

from functools import cache

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.loader.editions import load_directory
from checker.matcher.knowledge import load_knowledge
from checker.matcher.memory import ScopeMemory
from checker.matcher.naming import Product
from checker.matcher.scope import decide_scope

NAMES = st.sampled_from(
    ["", "防火墙", "核心路由器", "接入交换机", "Rack server 2U", "PLC 控制器", "日志审计系统", "IPS", "示例系统", "光模块", "FG-100F", "显示器",
     "可编程控制器", "示例网关", "机架服务器 两路", "licence"]
)  # fmt: skip
MODELS = st.one_of(
    st.sampled_from(
        ["", "XR-100", "48口", "S5720-28P", "rib-2000", "FG-60F", "IPS 显示器", "SLOT-8", "RS-2x16c", "10ns-1", "T-12Tbps", "X-800G", "防火墙",
         "log-1 分析", "Q-4000万条", "DDR-16G", "AB-8c", "WAN-1000"]
    ),
    st.text("ab1289-/ .xgtck路核", max_size=9),
)  # fmt: skip
MAKERS = st.sampled_from(["", "示例甲网络技术有限公司", "Fortinet", "华为", "Example Networks, Inc."])
DETAILS = st.sampled_from(
    ["", "交换容量12Tbps", "包转发率100Mpps", "4颗CPU 16核 512G内存", "支持双电源", "48×1G + 4×10G", "指令时间 20ns", "路由表 20万条", "IPS面板"]
)  # fmt: skip
PRODUCTS = st.lists(st.builds(Product, MAKERS, NAMES, MODELS, DETAILS), min_size=2, max_size=12)


@cache
def known():
    return load_knowledge(load_directory("2023"))


@settings(max_examples=150, deadline=None)
@given(PRODUCTS)
def test_products_decided_together_come_out_as_each_alone(products):
    together = ScopeMemory(known()).decide(products)
    for product, decided in zip(products, together, strict=True):
        (alone,) = ScopeMemory(known()).decide([product])
        assert (decided.together, decided.alone) == (alone.together, alone.alone)


@settings(max_examples=30, deadline=None)
@given(PRODUCTS)
def test_a_frame_is_decided_like_its_products(products):
    frame = pd.DataFrame(products, columns=list(Product._fields)).astype("str")
    doubled = pd.concat([frame, frame.iloc[::-1]])
    found = decide_scope(doubled, known())
    decided = ScopeMemory(known()).decide(products)
    expected = [each.together for each in [*decided, *reversed(decided)]]
    assert found["scope_all"].tolist() == [each.scope for each in expected]
    assert found["categories_all"].tolist() == [each.categories for each in expected]
    assert found["reasons_all"].tolist() == [each.reasons for each in expected]


def test_a_designation_without_meaning_does_not_make_another_decision():
    memory = ScopeMemory(known())
    first, second = memory.decide([Product("示例甲", "防火墙", f"XR-{number}", "双电源") for number in (100, 200)])
    assert first is second
