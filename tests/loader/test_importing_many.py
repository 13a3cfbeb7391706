"""Any lists of one source, one after another: the newest stands, and nothing is ever gone."""

from datetime import date

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.loader.importing import ImportRequest, import_lists
from checker.loader.lists import read_list
from checker.loader.loading import load_register

HEADER = ("证书编号", "生产企业", "产品名称", "型号", "版本", "有效期至", "证书状态")
CERTIFICATES = st.lists(
    st.tuples(
        st.sampled_from(["", "C-1", "C-2", "C-3", "C-4"]),
        st.sampled_from(["示例甲", "示例乙"]),
        st.sampled_from(["防火墙", "路由器"]),
        st.sampled_from(["A-1", "A-1、A-2", "A-2/B", "A-3系列", "A-4 V1.0"]),
        st.sampled_from(["", "V2"]),
        st.sampled_from(["", "长期", "2030-01-01"]),
        st.sampled_from(["", "有效", "暂停"]),
    ),
    min_size=1,
    max_size=6,
)


@given(lists=st.lists(CERTIFICATES, min_size=1, max_size=4))
@settings(max_examples=15, deadline=None)
def test_after_any_lists_the_newest_stands_and_nothing_ever_listed_is_gone(lists, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    store, seen = folder / "s.sqlite3", set()
    for number, rows in enumerate(lists):
        (folder / str(number)).mkdir()
        path = folder / str(number) / "list.csv"
        path.write_text("\n".join(map(",".join, (HEADER, *rows))), encoding="utf-8")
        import_lists(
            ImportRequest([str(path)], store, name="甲", retrieved=date(2026, 1, 1 + number), accept_loss=True)
        )
        _, entries = read_list(path)
        register = load_register(store)
        pd.testing.assert_frame_equal(
            register.entries[register.entries["missing"] == ""].reset_index(drop=True),
            entries.assign(source="甲").astype({"source": "str"}),
        )
        models = set(zip(register.entries["number"], register.entries["model"], strict=True))
        seen |= set(zip(entries["number"], entries["model"], strict=True))
        assert models >= seen
        gone = register.entries.iloc[len(entries) :]
        assert not set(gone["status"]) & {"valid", "unstated"}
