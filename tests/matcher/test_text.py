"""The normal form of texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.matcher.text import END, mark, normalise, normalise_all
from checker.matcher.vocabulary import load_vocabulary
from checker.resources import read_rows

ANY = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"), st.sampled_from("防火牆網路伺服器ＡＢｃ１２－—ー・　（）Ⅳ①㎡İß㍿")
    ),
    max_size=30,
)


@settings(max_examples=300)
@given(ANY)
def test_normalising_twice_is_normalising_once(text):
    assert normalise(normalise(text)) == normalise(text)


@settings(max_examples=200)
@given(
    st.lists(
        st.one_of(ANY, st.sampled_from(["", "網路 防火牆", "伺服器", " a\u3000 b", "x\u2028y", "\u0301é", "一\n二"])),
        max_size=8,
    )
)
def test_texts_together_are_normalised_as_each_by_itself(texts):
    assert normalise_all(texts) == [normalise(text) for text in texts]


@given(st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=30))
def test_full_width_is_half_width(text):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in text)
    assert normalise(wide) == normalise(text)


@pytest.mark.parametrize("form", ["s2t", "s2hk", "s2tw"])
def test_traditional_is_simplified_for_every_term(form):
    from opencc import OpenCC  # noqa: PLC0415 - loads dictionaries

    convert = OpenCC(form).convert
    regional = [
        row["regional"] for row in read_rows("vocabulary", "regional.csv") if row["regional"] != row["mainland"]
    ]
    terms = [term.text for term in load_vocabulary().terms if not any(word in term.text for word in regional)]
    assert len(terms) > 5000
    differing = [text for text in terms if normalise(convert(text)) != text]
    assert not [text for text in differing if not {"卫", "台"} & set(text)]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("網路防火牆", "网络防火墙"),
        ("弱點掃描系統", "漏洞扫描系统"),
        ("機架式伺服器", "机架式服务器"),
        ("安全接入伺服器", "安全接入服务器"),
        ("乙太網路交換器", "以太网交换机"),
        ("以太網路由器", "以太网路由器"),
        ("資料庫稽核系統", "数据库审计系统"),
        ("ＵＳＧ—６６５５Ｆ　主机", "usg-6655f 主机"),
        ("Fire\u200bwall\u00a0 X", "firewall x"),
    ],
)
def test_spellings_that_mean_the_same_become_one(written, normal):
    assert normalise(written) == normal


def test_dashes_and_blanks_beside_latin_runs_do_not_count():
    assert mark("anti-virus 网关") == mark("anti virus网关") == f"{END}anti{END}{END}virus{END}网关"
    assert mark("ips") not in mark("chips")
    assert mark("ips") in mark("ips显示器")
