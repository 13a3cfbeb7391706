"""Papers that are no evidence of certification, told by their numbers or names."""

import pytest

from checker.matcher.lookalikes import load_lookalikes, recognise


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
