"""Against a live Chroma server: several processes share it, and it may go and come back while people ask."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.chroma_process import ChromaGone, ChromaProcess
from knowledge.opening import Knowledge, open_knowledge
from programs.registry import discover
from tests.knowledge.test_store import NAME, PLACES, VECTORS


class Server:
    """`chroma run` on a port of its own; the data outlives a kill."""

    def __init__(self, data: Path) -> None:
        self._data = data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Run until it answers."""
        chroma = shutil.which("chroma", path=str(Path(sys.executable).parent))
        assert chroma, "the chroma command comes with the chromadb package"
        command = [chroma, "run", "--path", str(self._data), "--host", "127.0.0.1", "--port", str(self._port)]
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            assert self._process.poll() is None, "chroma run ended"
            try:
                with urllib.request.urlopen(f"{self.url}/api/v2/heartbeat", timeout=2):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("chroma run does not answer")

    def kill(self) -> None:
        """SIGKILL, as a machine that goes away."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("chroma-server"))
    server.start()
    yield server
    server.kill()


def _open(programs: Path, data: Path, server: Server) -> Knowledge:
    opened = open_knowledge(discover(programs), data, chroma_url=server.url)
    opened.answerer.ask("专职的要几个人", program="east")
    opened.settle()
    return opened


def test_what_one_process_writes_another_reads(running: Server) -> None:
    """Two clients share a collection; a newer version takes the older one's place."""
    one, two = ChromaProcess(running.url), ChromaProcess(running.url)
    one.write(NAME, "east", VECTORS, PLACES)
    assert np.array_equal(two.read(NAME), VECTORS)  # type: ignore[arg-type]
    newer = NAME.replace("0" * 16, "f" * 16)
    two.write(newer, "east", VECTORS * 2, PLACES)
    assert one.read(NAME) is None
    assert np.array_equal(one.read(newer), VECTORS * 2)  # type: ignore[arg-type]
    one.close()
    two.close()


def test_two_installations_share_the_vectors(small_folder: Path, tmp_path: Path, running: Server) -> None:
    """The first writes what the server lacks, the second finds it; both answer alike and keep no Chroma files."""
    first = _open(small_folder, tmp_path / "one", running)
    assert first.vectors.state("east") in ("rebuilt", "stored")
    second = _open(small_folder, tmp_path / "two", running)
    assert second.vectors.state("east") == "stored"
    ask = [opened.answerer.ask("最高给多少钱", program="east") for opened in (first, second)]
    assert ask[0].citations == ask[1].citations
    assert not (tmp_path / "one" / "knowledge" / "chroma").exists()
    first.close()
    second.close()


def test_a_server_killed_while_people_ask_is_not_noticed(small_folder: Path, tmp_path: Path) -> None:
    """Answers before, while it is gone, and after it came back are the same; then its vectors are found again."""
    server = Server(tmp_path / "server")
    server.start()
    opened = _open(small_folder, tmp_path / "data", server)
    before = opened.answerer.ask("一年要拿多少证", program="east")
    server.kill()
    with pytest.raises(ChromaGone):
        opened.chroma.read(opened.vectors.collection("east"))
    while_gone = opened.answerer.ask("一年要拿多少证", program="east")
    west = opened.answerer.ask("服务团队几个人", program="west")
    opened.settle()
    assert west.status == "answered"
    assert opened.vectors.state("west") == "computed"
    assert opened.vectors.trouble
    opened.close()
    server.start()
    again = _open(small_folder, tmp_path / "data", server)
    assert again.vectors.state("east") == "stored"
    after = again.answerer.ask("一年要拿多少证", program="east")
    assert (before.answer, before.citations) == (while_gone.answer, while_gone.citations)
    assert (before.answer, before.citations) == (after.answer, after.citations)
    again.close()
    server.kill()


def test_a_server_that_never_answers_is_given_up(small_folder: Path, tmp_path: Path) -> None:
    """It accepts the connection and says nothing: people are answered at once, the store is found wanting later."""
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        opened = open_knowledge(
            discover(small_folder), tmp_path / "data", chroma_url=f"http://127.0.0.1:{mute.getsockname()[1]}"
        )
        opened.chroma.read_seconds = 1.5
        answer = opened.answerer.ask("专职的要几个人", program="east")
        assert answer.status == "answered"
        opened.settle()
        assert opened.vectors.state("east") == "computed"
        assert "in time" in opened.vectors.trouble
        opened.close()
