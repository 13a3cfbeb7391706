"""What short reports say of a line that needs attention: what decided it, never what was in order."""

import pytest

from checker.messages import Remark, messages
from checker.report.attention import word_key_reasons


class Anything(dict):
    """Facts for any sentence."""

    def __missing__(self, key):
        return f"<{key}>"


def line(*codes, scope="in"):
    return {"scope": scope, "reasons": tuple(Remark(code, Anything()) for code in codes)}


DOUBTS = [
    code
    for code in messages()
    if code.startswith(("certificate_", "decision_", "line_"))
    and code
    not in ("certificate_exact", "certificate_valid", "certificate_declared_confirmed", "certificate_maker_alias")
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("code", DOUBTS)
def test_a_doubt_is_told_wherever_it_stands_and_what_is_in_order_is_not(code, language):
    sentence = getattr(Remark(code, Anything()), language)
    for codes in ((code, "certificate_valid"), ("certificate_exact", code, "certificate_valid")):
        said = word_key_reasons(line("scope_name_listed", *codes), language)
        assert sentence in said
        assert getattr(Remark("certificate_valid", Anything()), language) not in said


def test_an_undecided_scope_is_told_first():
    said = word_key_reasons(line("scope_unknown_designation", "certificate_not_found", scope="undetermined"), "en")
    assert said == Remark("scope_unknown_designation", Anything()).en


def test_a_decision_that_failed_is_never_cut_off():
    codes = ("certificate_version_other", "certificate_maker_group", "certificate_model_suffix", "certificate_others")
    said = word_key_reasons(line(*codes, "decision_contradicted"), "en")
    assert said.startswith(Remark("decision_contradicted", Anything()).en)
    assert Remark("certificate_version_other", Anything()).en in said


def test_a_line_with_nothing_but_its_scope_tells_that():
    assert word_key_reasons(line("scope_name_listed"), "zh") == Remark("scope_name_listed", Anything()).zh
