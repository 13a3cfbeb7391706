"""Whether a line is in scope, and that the answer says why."""

import pickle
import time
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.loader.editions import load_directory
from checker.matcher.derivation import derive_scope
from checker.matcher.families import Families, parse_family
from checker.matcher.knowledge import load_knowledge
from checker.matcher.scope import decide_scope
from checker.messages import messages

CASES = [
    ("下一代防火墙", "", "in", ("P02",)),
    ("防火墙电源模块", "", "out", ()),
    ("Rack mount kit for firewall", "", "out", ()),
    ("10GBASE-LR SFP+ module for core switch", "", "out", ()),
    ("防火墙运维培训", "", "out", ()),
    ("防火墙设备 3年维保", "", "out", ()),
    ("防火墙特征库升级许可", "", "undetermined", ("P02",)),
    ("Firewall service module", "", "undetermined", ("P02",)),
    ("27英寸 IPS 显示器", "", "out", ()),
    ("chips and salsa bowl, glass", "", "out", ()),
    ("IPS appliance", "", "in", ("P04",)),
    ("钢质防火门", "", "out", ()),
    ("财务审计软件", "", "out", ()),
    ("空气消毒机", "病毒杀灭率99.9%", "out", ()),
    ("堡垒机", "", "in", ("P30",)),
    ("網路入侵防禦系統", "", "in", ("P04",)),
    ("ＷＥＢ应用防火墙", "", "in", ("P02",)),
    ("主机", "下一代防火墙，8个千兆电口", "in", ("P02",)),
    ("安全网关", "", "in", ("P02", "P13")),
    ("UTM安全网关", "", "in", ("P13",)),
    ("防火墙策略优化服务", "", "out", ()),
    ("运维服务器", "", "undetermined", ("E03",)),
    ("VPN server", "", "in", ("P11",)),
    ("激光打印机", "", "out", ()),
    ("安全阀", "", "out", ()),
    ("跨境安全核查系统", "", "undetermined", ()),
    ("防火墙+电源模块", "", "in", ("P02",)),
    ("防火墙及配件", "", "in", ("P02",)),
    ("防火墙设备及维保服务", "", "in", ("P02",)),
    ("Firewall and 3 year support", "", "in", ("P02",)),
    ("交换机和防火墙电源模块", "", "out", ()),
    ("防火墙安装和维保服务", "", "out", ()),
    ("ファイアウォール", "", "in", ("P02",)),
    ("レーザープリンター", "", "out", ()),
]

EQUIPMENT = [
    ("核心路由器", "整系统吞吐量14.4Tbps，路由表容量200万条", "in", "in"),
    ("核心路由器", "整系统吞吐量14.4Tbps，路由表容量20万条", "out", "in"),
    ("核心路由器", "整系统吞吐量14.4Tbps", "undetermined", "in"),
    ("核心路由器", "路由表容量20万条", "out", "undetermined"),
    ("核心路由器", "", "undetermined", "undetermined"),
    ("核心交换机", "交换容量38.4Tbps/516Tbps，包转发率2880/57600Mpps", "in", "in"),
    ("核心交换机", "交换容量38.4Tbps，包转发率9,600Mpps", "out", "in"),
    ("交换机", "48×1G + 4×10G", "out", "out"),
    ("48口接入交换机", "", "out", "out"),
    ("家用无线路由器", "", "out", "out"),
    ("Unmanaged 5-port switch", "", "out", "out"),
    ("64-port 800G switch", "", "undetermined", "undetermined"),
    ("机架式服务器", "8颗CPU，每颗28核，内存4TB", "in", "in"),
    ("机架式服务器", "2U 两路 每颗32核 512GB内存", "out", "in"),
    ("机架式服务器 2U", "", "out", "undetermined"),
    ("塔式服务器", "1颗CPU 8核 16GB内存", "out", "out"),
    ("PLC可编程控制器", "位指令执行时间 10ns", "in", "in"),
    ("PLC可编程控制器", "基本指令 0.2~0.5微秒", "out", "out"),
    ("PLC可编程控制器", "基本指令 0.05~0.5微秒", "in", "in"),
]


@pytest.mark.parametrize(("name", "specification", "scope", "categories"), CASES)
def test_a_name_decides_what_sort_of_thing_it_is(decide, name, specification, scope, categories):
    found = decide(name, "EX-1000", specification)
    assert (found["scope_all"], tuple(sorted(found["categories_all"]))) == (scope, categories)
    assert found["scope_any"] == scope


@pytest.mark.parametrize(("name", "specification", "together", "alone"), EQUIPMENT)
def test_figures_decide_about_key_equipment_under_both_readings(decide, name, specification, together, alone):
    found = decide(name, "EX-1000", specification)
    assert (found["scope_all"], found["scope_any"]) == (together, alone)


def test_a_line_without_text_is_not_let_pass(decide):
    found = decide(manufacturer="示例甲")
    assert found["scope_all"] == "undetermined"
    assert [remark.code for remark in found["reasons_all"]] == ["scope_nothing_to_read"]


def test_a_bare_designation_of_an_unknown_maker_is_in_doubt(decide):
    assert decide(model="QX-9931")["scope_all"] == "undetermined"


def test_several_categories_of_one_box_are_all_reported(decide):
    assert set(decide("防火墙、入侵防御一体化设备")["categories_all"]) == {"P02", "P04"}


def test_of_two_values_the_report_says_which_was_taken(decide):
    reasons = decide("核心交换机", "", "交换容量38.4Tbps/516Tbps，包转发率57600Mpps")["reasons_all"]
    chosen = [remark for remark in reasons if remark.code == "scope_figure_chosen"]
    assert len(chosen) == 1
    assert "516 Tbps" in chosen[0].zh
    assert "38.4 Tbps" in chosen[0].en


def test_a_category_that_an_older_edition_lacks_is_out_with_that_reason(decide):
    found = decide("堡垒机", edition="2017")
    assert found["scope_all"] == "out"
    assert "scope_not_in_edition" in [remark.code for remark in found["reasons_all"]]


def test_thresholds_that_no_text_is_read_for_leave_an_older_edition_in_doubt(decide):
    found = decide("下一代防火墙", edition="2017")
    assert found["scope_all"] == "undetermined"
    assert "P02" in found["categories_all"]


def test_decisions_do_not_depend_on_the_order_of_lines_and_are_shared(knowledge):
    rows = pd.DataFrame(
        {"product_name": ["堡垒机", "打印机", "核心交换机", "堡垒机"], "model": ["a", "b", "c", "a"]},
        index=[7, 3, 9, 1],
    )
    found = decide_scope(rows, knowledge)
    turned = decide_scope(rows.iloc[::-1], knowledge)
    assert list(found.index) == [7, 3, 9, 1]
    assert found["reasons_all"].loc[7] is found["reasons_all"].loc[1]
    pd.testing.assert_frame_equal(found, turned.loc[found.index])


def test_an_empty_frame_has_the_columns(knowledge):
    rows = pd.DataFrame({"product_name": pd.Series([], dtype="str"), "model": pd.Series([], dtype="str")})
    found = decide_scope(rows, knowledge)
    assert list(found.columns) == [
        "scope_all",
        "categories_all",
        "reasons_all",
        "scope_any",
        "categories_any",
        "reasons_any",
    ]
    assert found.empty


def test_knowledge_decides_the_same_after_a_journey(knowledge):
    travelled = pickle.loads(pickle.dumps(knowledge))  # noqa: S301 - made by this test
    rows = pd.DataFrame({"product_name": ["堡垒机", "核心交换机", "IPS 显示器"]})
    pd.testing.assert_frame_equal(decide_scope(rows, knowledge), decide_scope(rows, travelled))


WORDS = st.sampled_from(
    [
        "防火墙",
        "电源",
        "交换机",
        "安全",
        "系统",
        "for",
        "VPN",
        "48口",
        "12Tbps",
        "服务",
        "(",
        "软件",
        "X-100",
        "审计",
        "license",
        "路",
        "8",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=3), st.lists(WORDS, max_size=6))
def test_every_decision_has_a_reason_in_both_languages_and_evidence(knowledge, name, model, specification):
    cells = {"product_name": " ".join(name), "model": "".join(model), "specification": " ".join(specification)}
    derivation = derive_scope(cells, knowledge)
    for decision in (derivation.decisions.together, derivation.decisions.alone):
        assert decision.reasons
        assert (decision.scope == "out") <= (decision.categories == ())
        assert (decision.scope == "in") <= bool(decision.categories)
        for remark in decision.reasons:
            assert remark.code in messages()
            assert remark.zh
            assert remark.en
            assert remark.evidence or remark.code == "scope_nothing_to_read"
    found = decide_scope(pd.DataFrame([cells]), knowledge).iloc[0]
    assert found["scope_all"] == derivation.decisions.together.scope


def test_a_derivation_tells_every_step(knowledge):
    cells = {
        "manufacturer": "示例乙",
        "product_name": "核心交换机",
        "specification": "交换容量38.4Tbps，包转发率28800Mpps",
    }
    codes = [step.code for step in derive_scope(cells, knowledge).steps]
    for code in (
        "scope_step_normalised",
        "scope_step_terms",
        "scope_step_reading",
        "scope_step_figure",
        "scope_step_thresholds",
    ):
        assert code in codes
    assert codes[-1] == "scope_step_conclusion"


def test_every_edition_can_be_decided_with():
    for edition in ("2023", "2017"):
        knowledge = load_knowledge(load_directory(edition))
        found = decide_scope(pd.DataFrame({"product_name": ["防火墙", "核心路由器"]}), knowledge)
        ids = {category.id for category in knowledge.directory.categories}
        assert all(set(named) <= ids for named in found["categories_all"])


def test_a_family_known_not_to_be_listed_settles_what_the_line_leaves_open(knowledge):
    """A plain name with the designation of a small device is out; a figure in the line that meets a threshold is heard."""
    family = parse_family(
        {
            **dict.fromkeys(
                ("also", "throughput_tbps", "forwarding_gpps", "routes_wan", "cpus", "cores", "memory_gb"), ""
            ),
            "maker": "",
            "family": "Small",
            "pattern": r"smallserve \d+",
            "field": "any",
            "kind": "server",
            "categories": "",
            "settles": "out",
            "instruction_us": "",
            "source": "trade",
        }
    )
    known = replace(knowledge, families=Families([family]))
    rows = pd.DataFrame(
        {
            "product_name": ["服务器"] * 3,
            "model": ["smallserve 10", "smallserve 10", "bigserve 10"],
            "specification": ["", "8颗CPU 每颗28核 2TB内存", ""],
        }
    )
    found = decide_scope(rows, known)
    assert list(found["scope_all"]) == ["out", "in", "undetermined"]
    assert list(found["scope_any"]) == ["out", "in", "undetermined"]


def test_every_reason_explains_itself():
    for code, message in messages().items():
        if code.startswith("scope_") and not code.startswith("scope_step_"):
            assert message.about_zh, code
            assert message.about_en, code


@pytest.mark.parametrize("text", ["1/" * 16000, "8" * 32000, "48*1g " * 5000, "(" * 32000, "路由表55万 " * 4000])
def test_a_full_cell_of_nonsense_is_read_in_reasonable_time(knowledge, text):
    started = time.process_time()
    for name in ("核心交换机", "机架式服务器", "核心路由器", "PLC"):
        decide_scope(pd.DataFrame({"product_name": [name], "specification": [text]}), knowledge)
    assert time.process_time() - started < 10


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=80))
def test_any_text_gets_a_decision(knowledge, name, model, specification):
    rows = pd.DataFrame(
        {"product_name": [name], "model": [model], "specification": [specification], "manufacturer": [model]}
    )
    assert decide_scope(rows, knowledge)["scope_all"].iloc[0] in ("in", "out", "undetermined")
