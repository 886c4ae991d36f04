"""Where Telegram is reached through a proxy, everything goes through it, and a wrong address is told."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import SecretStr

from bot.channels.telegram.calling import BadTelegramSettings, open_bot
from bot.channels.telegram.fetching import reference, sources
from tests.bot.telegram.harness import Person, service, settings_for
from tests.fakes.proxies import proxy
from tests.fakes.telegram import telegram


@pytest.mark.parametrize(("kind", "password"), [("http", ""), ("socks5", ""), ("socks5", "s3cret")])
def test_everything_goes_through_the_proxy(kind: Literal["http", "socks5"], password: str, tmp_path: Any) -> None:
    """Updates, answers and files: the proxy was asked for the server, and the conversation goes on as ever."""
    with telegram() as server, proxy(kind, password) as between:
        made = settings_for(server, tmp_path, telegram_proxy=SecretStr(between.url))
        with service(server, tmp_path, telegram_proxy=SecretStr(between.url)) as engine:
            person = Person(server, 7, engine)
            person.say("/start")
            assert person.labels()
        file_id = server.fake.keep_file("表.xlsx", b"x" * 999)
        seen = len(between.asked)
        assert sources(made)["telegram"].fetch(reference(7, 1, file_id), 0) == b"x" * 999
        assert len(between.asked) > seen
        port = int(server.url.rpartition(":")[2])
        assert set(between.asked) == {("127.0.0.1", port)}


@pytest.mark.parametrize("address", ["127.0.0.1:7890", "socks4://127.0.0.1:1080", "http://u:pw@h", "随便"])
def test_a_wrong_proxy_is_told(address: str, tmp_path: Any) -> None:
    """An address that is none ends the start with what is wrong and how to mend it; a password in it is not repeated."""
    with telegram() as server:
        made = settings_for(server, tmp_path, telegram_proxy=SecretStr(address))
    with pytest.raises(BadTelegramSettings, match="代理") as refused:
        open_bot(made)
    assert "socks5://" in refused.value.mend
    assert address not in str(refused.value)
