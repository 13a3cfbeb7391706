"""Messages are read one by one and are those of the whole files."""

import pytest

from checker.errors import DataError
from checker.messages import Message, Messages
from checker.resources import data_path, read_toml


def test_each_message_is_what_its_file_says():
    whole = {
        code: Message(**wording)
        for path in sorted(data_path("messages").glob("*.toml"))
        for code, wording in read_toml("messages", path.name).items()
    }
    assert dict(Messages()) == whole
    assert list(Messages()) == list(whole)


@pytest.fixture
def write(tmp_path, monkeypatch):
    (tmp_path / "messages").mkdir()
    monkeypatch.setattr("checker.resources.DATA_FOLDER", tmp_path)
    return lambda name, data: (tmp_path / "messages" / name).write_bytes(data)


def test_a_damaged_file_is_named_and_a_code_is_defined_once(write):
    write("one.toml", b'[good]\nzh = "x"\nen = "y"\n[bad]\nzh = "x\nen = "y"\n')
    assert Messages()["good"].en == "y"
    with pytest.raises(DataError, match="one"):
        Messages()["bad"]
    with pytest.raises(KeyError):
        Messages()["none"]
    write("two.toml", b'[good]\nzh = "x"\nen = "y"\n')
    with pytest.raises(DataError):
        Messages()
    write("two.toml", b"\xff")
    with pytest.raises(DataError):
        Messages()


def test_a_header_inside_a_text_is_no_header(write):
    write("one.toml", b'[good]\nzh = """\n[x]\n"""\nen = "y"\n')
    assert Messages()["good"].zh == "[x]\n"
