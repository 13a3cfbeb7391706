"""Papers that are no evidence of certification, told by their numbers or names."""

import pytest

from checker.matcher.lookalikes import load_lookalikes, recognise, recognise_listed


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2021010911412345", "ccc"), ("CCC证书", "ccc"), ("强制性产品认证证书", "ccc"), ("CCRC-2021-ISMS-0001", "isms"), ("ISO27001", "isms"),
        ("GB/T 22080", "isms"), ("EAL3+", "eal"), ("GB/T 18336", "eal"), ("IPv6 Ready", "ipv6"), ("17-B123-456789", "network_access"), ("进网许可证", "network_access"),
        ("CMIIT ID: 2021AP0001", "radio"), ("等保三级", "protection_level"), ("XKC12345", "sales_licence"), ("銷售許可證", "sales_licence"),
        ("网络安全标识", "label"), ("2021SR123456", "software"), ("ＥＡＬ４", "eal"),
    ],
)  # fmt: skip
def test_recognised(text, kind):
    found = recognise(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CCRC-2024-VP-1234-1",
        "CNCA-CCIS-2025-001234",
        "050100003051-1",
        "国测检字2025第02146号",
        "TEST-0001",
        "SEAL4",
        "20210109114123456",
    ],
)
def test_not_recognised(text):
    assert recognise(text) is None


def test_only_a_sales_licence_can_excuse_a_sale():
    assert {kind.kind: str(kind.good_until) for kind in load_lookalikes() if kind.good_until} == {
        "sales_licence": "2025-06-30"
    }


LICENCES, CCC, OWN = "销售许可证编号", "强制性产品认证证书清单", "网络安全专用产品安全认证证书清单"


@pytest.mark.parametrize(
    ("number", "paper", "kind"),
    [
        ("0402230123", LICENCES, "sales_licence"),
        ("X1", f"证书编号\n{CCC}", "ccc"),
        ("X2", f"信息安全管理体系认证\n证书编号\n{OWN}", "isms"),
        ("X3", f"证书编号\n{OWN}\n{CCC}", None),
        ("X4", "安全检测结果\n证书编号\n销售许可证", None),
        ("XKC12345", OWN, "sales_licence"),
        ("X5", "", None),
    ],
)
def test_what_the_nearest_text_of_a_list_says_of_its_papers_decides(number, paper, kind):
    found = recognise_listed(number, paper)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("day", "finding"), [("2025-06-30", "review"), ("2025-07-01", "not_found"), ("2026-03-05", "not_found")]
)
def test_a_list_of_sales_licences_never_certifies(check, day, finding):
    found = check({"date": day}, {"number": "0402230123", "paper": LICENCES})
    assert found["certificate_finding"] == finding
    codes = [remark.code for remark in found["reasons"]]
    assert "certificate_listed_paper" in codes
    assert "certificate_near" not in codes


def test_a_declared_number_that_a_list_has_as_another_paper_is_named_as_that(check):
    listed = {"number": "0402230123", "listed": "XR-9000", "paper": LICENCES}
    found = check({"certificate_number": "0402230123"}, listed)
    assert found["certificate_finding"] == "not_found"
    (remark,) = [one for one in found["reasons"] if one.code == "certificate_licence_over"]
    assert remark.facts["paper_en"] == "sales licence for security products"


def test_a_certificate_no_longer_listed_is_reviewed_with_that_reason(check):
    found = check({}, {"number": "T-1", "status": "not_listed", "missing": "2026-02-01"})
    assert found["certificate_finding"] == "review"
    (remark,) = [one for one in found["reasons"] if one.code == "certificate_not_listed"]
    assert remark.facts["missing"] == "2026-02-01"
