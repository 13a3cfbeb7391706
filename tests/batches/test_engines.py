"""Engines beyond one process give what one process gives."""

import pickle
import random
from functools import partial

import orjson
import pandas as pd
import pytest

from checker.batches.dask_engine import make_engine
from checker.batches.run import check_in_batches
from checker.judging import FLAT_FINDINGS
from checker.pipeline import SilentProgress, load_judge


def test_what_decides_can_travel(messy, request_for):
    request = request_for(messy)
    judge = load_judge(request, SilentProgress())
    frame = pd.DataFrame(
        {
            "product_name": ["下一代防火墙", "激光打印机"],
            "manufacturer": ["示例甲网络有限公司", ""],
            "model": ["M-1", "LP-2"],
        }
    )
    expected = judge.check_frame(frame)
    assert list(expected) == list(FLAT_FINDINGS)
    assert expected["verdict"].tolist()[1] == "clear"
    travelled = pickle.loads(pickle.dumps(judge))  # noqa: S301 - what was pickled a moment ago
    pd.testing.assert_frame_equal(travelled.check_frame(frame), expected)
    parts = list(travelled.check_frames(iter([frame.iloc[:1], frame.iloc[1:]])))
    pd.testing.assert_frame_equal(pd.concat(parts)[list(FLAT_FINDINGS)], expected)


@pytest.mark.slow
@pytest.mark.parametrize("files", [1, 3])
def test_dask_gives_what_one_process_gives(tmp_path, messy_rows, write_csv, request_for, in_batches, files):
    pytest.importorskip("distributed")
    folder = tmp_path / "parts"
    folder.mkdir()
    for number in range(files):
        write_csv(folder / f"part-{number}.csv", messy_rows(random.Random(number), 300))
    request = request_for(folder)
    here, _ = in_batches(request, 100, ())
    there = check_in_batches(request.inventories, request, engine=make_engine())
    assert there.exit_code == here.exit_code
    assert orjson.dumps(there.report.head) == orjson.dumps(here.report.head)
    pd.testing.assert_frame_equal(there.report.lines, here.report.lines)


def check_there(sent, frames):
    yield from sent.value.check_frames(frames)


@pytest.mark.slow
def test_spark_runs_the_same_function(messy, request_for):
    pyspark = pytest.importorskip("pyspark")
    judge = load_judge(request_for(messy), SilentProgress())
    lines = pd.DataFrame(
        {"product_name": ["下一代防火墙", "激光打印机"] * 50, "model": [f"M-{number}" for number in range(100)]}
    )
    spark = pyspark.sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        sent = spark.sparkContext.broadcast(judge)
        columns = [*lines, *FLAT_FINDINGS]
        found = (
            spark.createDataFrame(lines.astype(object))
            .mapInPandas(partial(check_there, sent), ", ".join(f"{name} string" for name in columns))
            .toPandas()
        )
    finally:
        spark.stop()
    expected = pd.concat([lines, judge.check_frame(lines)], axis="columns")
    assert sorted(map(tuple, found[columns].to_numpy().tolist())) == sorted(
        map(tuple, expected[columns].astype(object).to_numpy().tolist())
    )
