"""Kills `shenbao telegram` at random moments while people write, over real HTTP, and compares what they see with what they said.

Run as `python -m tests.bot.telegram.killing --kills 100 --messages 1000` for long; `test_killing` is the short version.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.assembly import build
from bot.runtime import open_runtime
from bot.settings import Settings
from tests.fakes.telegram import TOKEN, Running, telegram, wait_for

_ANSWER = re.compile(r"第(\d+)号单位")
"""The first such name in a message is the one that was confirmed, the next one what it was before."""
FAULTS = ("html", "cut", "empty", "flood")


@dataclass
class Killed:
    """What a run of kills showed."""

    kills: int
    messages: int
    lost: int = 0
    twice: int = 0
    wrong_state: int = 0
    spare: int = 0
    restarts: list[float] = field(default_factory=list)
    """Seconds from start to the first question for updates."""

    @property
    def kept(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.twice or self.wrong_state)


def run(server: Running, folder: Path, *, kills: int, messages: int, chats: int, seed: int) -> Killed:
    """Say so many things in so many chats, killing the service so often meanwhile."""
    dice = random.Random(seed)
    found = Killed(kills, messages)
    said = dict.fromkeys(range(1, chats + 1), 0)
    child = start(server, folder, found)
    for chat in said:
        server.fake.say(chat, "/start p_beijing")
    number = 0
    for kill in range(kills):
        until = messages * (kill + 1) // kills
        while number < until:
            number += 1
            chat = dice.choice(list(said))
            said[chat] += 1
            server.fake.say(chat, f"单位名称改成第{said[chat]}号单位")
            if dice.random() < 0.05:
                server.faults.order(dice.choice(FAULTS), seconds=1)  # type: ignore[arg-type]
            time.sleep(dice.uniform(0, 0.03))
        time.sleep(dice.uniform(0, 0.4))
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        child = start(server, folder, found)
    try:
        wait_for(lambda: not server.fake.updates and answered(server, said) >= sum(said.values()), 60)
        wait_for(
            lambda: not any("马上显示" in one.get("text", "") for chat in said for one in recent(server, chat)), 20
        )
    except AssertionError:
        pass  # counted below
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    compare(server, folder, said, found)
    return found


def start(server: Running, folder: Path, found: Killed) -> subprocess.Popen[bytes]:
    """Start the service and wait until it asks for updates."""
    before, began = asked(server), time.monotonic()
    settings = {
        "SHENBAO_TELEGRAM_TOKEN": TOKEN, "SHENBAO_TELEGRAM_API_URL": server.url, "SHENBAO_DATA_DIR": str(folder),
    }  # fmt: skip
    child = subprocess.Popen(
        [sys.executable, "-m", "bot", "telegram"], env={**os.environ, **settings}, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=(folder / "log").open("ab"),
    )  # fmt: skip
    wait_for(lambda: asked(server) > before or child.poll() is not None, 60)
    assert child.poll() is None, (folder / "log").read_text()
    found.restarts.append(time.monotonic() - began)
    return child


def asked(server: Running) -> int:
    return sum(call.method == "getUpdates" for call in list(server.fake.calls))


def recent(server: Running, chat: int) -> list[dict[str, str]]:
    return server.chat(chat).from_bot()[-1:]


def answers(server: Running, chat: int) -> list[int]:
    """The numbers of the names that were confirmed in a chat, top to bottom."""
    texts = [one.get("text", "") for one in server.chat(chat).from_bot()]
    return [int(match.group(1)) for text in texts if (match := _ANSWER.search(text))]


def answered(server: Running, said: dict[int, int]) -> int:
    return sum(len(set(answers(server, chat))) for chat in said)


def compare(server: Running, folder: Path, said: dict[int, int], found: Killed) -> None:
    """Hold what was said, what is seen and what is stored against each other."""
    engine = open_runtime(build(Settings(_env_file=None, data_dir=folder)))  # type: ignore[call-arg]
    for chat, count in said.items():
        seen = answers(server, chat)
        found.lost += count - len(set(seen))
        found.twice += len(seen) - len(set(seen))
        case = engine.look(f"telegram-{chat}").cases.get("beijing")
        log = [entry.value for entry in case.log if entry.field == "unit_name"] if case is not None else []
        found.wrong_state += log != [f"第{number}号单位" for number in range(1, count + 1)]
        found.spare += sum("马上显示" in one.get("text", "") for one in server.chat(chat).from_bot())
    engine.close()


def main() -> int:
    """The long version, with its figures; 0 when every promise was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.bot.telegram.killing", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--chats", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="shenbao-kill-") as folder, telegram() as server:
        found = run(server, Path(folder), **vars(chosen))
    times = sorted(found.restarts)
    print(
        f"Telegram 真实进程 kill -9：{found.kills} 次，{found.messages:,} 条消息，丢失 {found.lost}，重复 {found.twice}，"
        f"状态不符 {found.wrong_state}，多出的回执 {found.spare}；启动到取消息 中位 {times[len(times) // 2]:.2f} 秒，最慢 {times[-1]:.2f} 秒。"
    )
    return 0 if found.kept else 1


if __name__ == "__main__":
    sys.exit(main())
