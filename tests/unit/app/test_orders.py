"""Orders carry all settings to a web process, and nothing is lost on the way."""

from pathlib import Path

import msgspec

from workhall.app.orders import Orders, as_texts, from_texts
from workhall.settings import Secret, Settings


def test_settings_arrive_as_they_were_given() -> None:
    given = Settings(port=9000, data_dir=Path("/srv/work"), admin_password=Secret("hush"), apps="/a=/b", workers=3)
    sent = msgspec.json.encode(Orders(as_texts(given), "postgresql://x"))
    arrived = from_texts(msgspec.json.decode(sent, type=Orders).settings)
    assert arrived == given
    assert arrived.admin_password.reveal() == "hush"


def test_a_relative_directory_arrives_as_an_absolute_one() -> None:
    assert from_texts(as_texts(Settings(data_dir=Path("data")))).data_dir == Path("data").absolute()
