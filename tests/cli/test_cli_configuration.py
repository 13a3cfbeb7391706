import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from checker.cli.app import run
from checker.cli.check import check
from checker.cli.configuration import find_file, settle
from checker.cli.options import CaseBy, DateOrder, FailOn, Lang, ThresholdRule
from checker.cli.settings import NAMES
from checker.cli.written_settings import read_settings, schema
from checker.errors import ConfigurationError

FILE = """
as-of = 2026-03-01
case_by = "product"
register = ["lists/a.xlsx"]
[rate]
usd = 7.10
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "checker.toml").write_text(FILE, encoding="utf-8")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    return tmp_path


def test_a_file_is_found_upwards_and_its_paths_are_its_own(project):
    effective = settle({}, project / "deep" / "er" / "stock.csv", {})
    settings = effective.settings
    assert (settings.as_of, settings.case_by) == (date(2026, 3, 1), "product")
    assert settings.rate == {"USD": Decimal("7.10")}
    assert settings.register_ == (project / "lists" / "a.xlsx",)
    assert effective.origins["case-by"] == str(project / "checker.toml")
    assert effective.origins["fail-on"] == "default"


def test_a_table_of_pyproject_counts_too_and_the_nearer_file_wins(project):
    inner = project / "deep" / "pyproject.toml"
    inner.write_text('[tool.checker]\nfail-on = "never"\n', encoding="utf-8")
    assert settle({}, project / "deep", {}).settings.fail_on == "never"
    assert settle({}, project / "deep", {}).settings.case_by == "seller"
    inner.write_text('[project]\nname = "x"\n', encoding="utf-8")
    assert settle({}, project / "deep", {}).settings.case_by == "product"


def test_options_go_before_the_environment_before_the_file(project):
    environment = {
        "CHECKER_CASE_BY": "all",
        "CHECKER_FAIL_ON": "uncertified",
        "CHECKER_TRACEBACK": "1",
        "CHECKER_SHEET": "甲, 乙",
    }
    effective = settle({"case-by": "shipment", "sheet": None, "rate": {}}, project, environment)
    assert effective.settings.case_by == "shipment"
    assert effective.settings.fail_on == "uncertified"
    assert effective.settings.sheet == ("甲", "乙")
    assert effective.settings.rate == {"USD": Decimal("7.10")}
    assert (effective.origins["case-by"], effective.origins["fail-on"]) == ("option", "environment CHECKER_FAIL_ON")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ('fail-no = "never"', "config_key", "fail-on"),
        ('fail-on = "sometimes"', "config_value", "fail-on"),
        ("as-of = 2026-13-01", "config_damaged", "checker.toml"),
        ('as-of = "soon"', "config_value", "as-of"),
        ("[rate]\nUSD = -7", "config_value", "rate"),
        ("[rate]\nDOLLAR = 7", "config_value", "rate"),
        ("max-age = 0", "config_value", "max-age"),
        ('"=" = ', "config_damaged", "checker.toml"),
    ],
)
def test_wrong_settings_are_named(tmp_path, text, code, said):
    (tmp_path / "checker.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        settle({}, tmp_path, {})
    assert caught.value.code == code
    assert said in str(caught.value.facts)


def test_a_wrong_variable_is_named(tmp_path):
    with pytest.raises(ConfigurationError) as caught:
        settle({}, tmp_path, {"CHECKER_RATE": "USD"})
    assert caught.value.facts["origin"] == "CHECKER_RATE"


def test_the_schema_accepts_a_right_file_and_refuses_a_wrong_one():
    document = schema()
    jsonschema.Draft202012Validator.check_schema(document)
    jsonschema.validate({"fail-on": "never", "max-age": 30}, document)
    for wrong in ({"fail-no": "never"}, {"fail-on": "x"}, {"max-age": 0}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, document)


def test_every_option_of_check_is_a_setting_and_the_reverse():
    options = {name.replace("_", "-") for name in check.__annotations__} - {"inventory", "return", "engine"}
    assert options == set(NAMES)


def test_config_prints_values_and_where_they_come_from(project, capsys, monkeypatch):
    monkeypatch.setenv("CHECKER_FAIL_ON", "never")
    assert run(["config", str(project)]) == 0
    said = capsys.readouterr().out
    assert '"product"  # ' + str(project / "checker.toml") in said
    assert '"never"  # environment CHECKER_FAIL_ON' in said
    assert run(["config", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "checker"


def test_a_broken_configuration_exits_68_before_anything_is_read(tmp_path, capsys):
    (tmp_path / "checker.toml").write_text("colour = 1", encoding="utf-8")
    (tmp_path / "stock.csv").write_text("型号\nA-1\n", encoding="utf-8")
    assert run(["check", str(tmp_path / "stock.csv")]) == 68
    assert "colour" in capsys.readouterr().err


def test_nothing_is_found_where_there_is_nothing(tmp_path):
    file, table = find_file(tmp_path)
    assert table == {}
    assert file is None or not file.is_relative_to(tmp_path)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"register": [Path("a.xlsx")], "as-of": date(2026, 3, 1), "fail-on": FailOn.NEVER, "output": ["json=o.json"]},
        {
            "rate": {"USD": Decimal("7.10")},
            "column": {"model": "型号"},
            "sheet": ["甲"],
            "quiet": True,
            "lang": Lang.ZH,
        },
        {"case-by": CaseBy.SHIPMENT, "threshold-rule": ThresholdRule.ANY, "date-order": DateOrder.DMY, "plan": True},
    ],
)
def test_options_alone_make_the_settings_that_a_file_would(tmp_path, options):
    settled = settle(options, tmp_path, {}).settings
    written = read_settings(options, "option")
    assert settled == written
    assert list(map(type, vars(settled).values())) == list(map(type, vars(written).values()))


def test_an_option_out_of_its_range_is_named(tmp_path):
    with pytest.raises(ConfigurationError) as caught:
        settle({"max-age": -1}, tmp_path, {})
    assert caught.value.facts["key"] == "max-age"
