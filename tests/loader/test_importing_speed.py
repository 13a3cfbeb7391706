"""How long 30,000 certificates take; run by hand with ``-m benchmark -s``.

The targets are asserted on cpu seconds, which other work on the machine does not move; wall seconds are printed beside them.
"""

import random
import time
from datetime import date

import pandas as pd
import pytest

from checker.loader.importing import ImportRequest, import_lists
from checker.loader.loading import load_register

pytestmark = pytest.mark.benchmark
CERTIFICATES = 30_000


@pytest.fixture(scope="module")
def listed():
    rng = random.Random(20261124)
    rows = []
    for number in range(CERTIFICATES):
        year = rng.randrange(2021, 2026)
        models = [f"EX{rng.randrange(10**6)}-{letter}" for letter in "ABC"[: rng.choice([1, 1, 1, 2, 3])]]
        rows.append(
            {
                "证书编号": f"CCIS-{year}-{number:06d}",
                "生产企业": f"示例{rng.randrange(900)}科技有限公司",
                "产品名称": rng.choice(["防火墙", "路由器", "以太网交换机", "入侵检测系统"]),
                "规格型号": "、".join(models),
                "发证日期": f"{year}-{rng.randrange(1, 13):02d}-10",
                "有效期至": f"{year + 5}-{rng.randrange(1, 13):02d}-09",
                "证书状态": rng.choice(["有效"] * 9 + ["暂停"]),
            }
        )
    return pd.DataFrame(rows)


@pytest.mark.parametrize(("suffix", "seconds"), [("xlsx", 15), ("html", 30)])
def test_import_and_load(listed, tmp_path, suffix, seconds):
    path, store = tmp_path / f"list.{suffix}", tmp_path / "store.sqlite3"
    if suffix == "xlsx":
        listed.to_excel(path, index=False, engine="xlsxwriter")
    else:
        listed.to_html(path, index=False)
    cpu, wall = time.process_time(), time.perf_counter()
    import_lists(ImportRequest([str(path)], store, name="甲", retrieved=date(2026, 1, 1)))
    imported = time.process_time() - cpu
    print(f"\n{suffix}: import {imported:.1f} s cpu, {time.perf_counter() - wall:.1f} s wall")
    loads = []
    for _ in range(5):
        cpu, wall = time.process_time(), time.perf_counter()
        register = load_register(store)
        loads.append(time.process_time() - cpu)
        print(f"load {loads[-1]:.2f} s cpu, {time.perf_counter() - wall:.2f} s wall, {len(register.entries):,} entries")
    assert register.sources[0].entries == CERTIFICATES
    assert imported < seconds
    assert max(loads) < 0.5
