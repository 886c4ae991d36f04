"""Chroma in a process of its own: a crash there, an endless wait or a hundred megabytes are not ours.

The parent speaks to the child over its standard input and output: a line of JSON, then plain numbers. The child is started
when it is first needed, killed when a deadline passes, and ends by itself when the parent is gone.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np

from knowledge.chroma_index import Floats, Metadata, SealedStore, ServerStore, VectorStore

READ_SECONDS, WRITE_SECONDS = 20.0, 120.0
_CHUNK = 1 << 16


class ChromaGone(Exception):
    """Chroma crashed, did not answer in time, or said that it cannot; the message is its own."""


@dataclass
class ChromaProcess:
    """A `VectorStore` in a child process, over files below `where`, or on the server at `where` when it is a URL."""

    where: str
    read_seconds: float = READ_SECONDS
    write_seconds: float = WRITE_SECONDS
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def read(self, collection: str) -> Floats | None:
        """See `VectorStore`.

        Raises:
            ChromaGone: nothing came back.
        """
        said, numbers = self._call({"do": "read", "collection": collection}, b"", self.read_seconds)
        if said["shape"] is None:
            return None
        return np.frombuffer(numbers, np.float32).reshape(said["shape"])

    def write(self, collection: str, program: str, vectors: Floats, metadatas: Sequence[Metadata]) -> None:
        """See `VectorStore`.

        Raises:
            ChromaGone: it is not known whether the vectors were written.
        """
        told = {"do": "write", "collection": collection, "program": program, "metadatas": list(metadatas)}
        plain = np.ascontiguousarray(vectors, np.float32)
        self._call({**told, "shape": list(plain.shape)}, plain.tobytes(), self.write_seconds)

    def close(self) -> None:
        """End the child; the next call starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what could not be sent is lost with the child
                        pipe.close()

    @property
    def process(self) -> int | None:
        """The child's number while it lives."""
        return self._child.pid if self._child is not None else None

    def _call(self, told: dict[str, Any], numbers: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        child = self._child = self._child or self._start()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(_line({**told, "bytes": len(numbers)}) + numbers)
            child.stdin.flush()
            answer = _Answer(child.stdout, time.monotonic() + seconds)
            said = json.loads(answer.line())
            body = answer.take(said["bytes"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            self.close()
            raise ChromaGone(f"Chroma: {error}") from error
        if said.get("fault"):
            raise ChromaGone(str(said["fault"])[:200])
        return said, body

    def _start(self) -> subprocess.Popen[bytes]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SHENBAO_")}
        path = os.pathsep.join(filter(None, [str(Path(__file__).resolve().parent.parent), kept.get("PYTHONPATH", "")]))
        return subprocess.Popen(  # noqa: S603 -- our own interpreter and module
            [sys.executable, "-m", "knowledge.chroma_process", self.where],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**kept, "PYTHONPATH": path, "ANONYMIZED_TELEMETRY": "False", "OPENBLAS_NUM_THREADS": "1"},
        )


@dataclass
class _Answer:
    """What the child writes, read until a point in time."""

    pipe: IO[bytes]
    until: float
    _got: bytearray = field(default_factory=bytearray)

    def line(self) -> bytes:
        while b"\n" not in self._got:
            self._more()
        line, _, rest = bytes(self._got).partition(b"\n")
        self._got = bytearray(rest)
        return line

    def take(self, count: int) -> bytes:
        while len(self._got) < count:
            self._more()
        return bytes(self._got[:count])

    def _more(self) -> None:
        ready, _, _ = select.select([self.pipe], [], [], max(0.0, self.until - time.monotonic()))
        if not ready:
            raise OSError("no answer in time")
        piece = os.read(self.pipe.fileno(), _CHUNK)
        if not piece:
            raise OSError("the process ended")
        self._got += piece


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def serve(where: str, told: IO[bytes], answers: IO[bytes]) -> None:
    """Do what is told until nothing more comes."""
    store: VectorStore | None = None
    for line in told:
        order = json.loads(line)
        numbers = told.read(order["bytes"])
        result: Floats | None = None
        fault = ""
        try:
            store = store or (ServerStore(where) if "://" in where else SealedStore(Path(where)))
            result = _obey(store, order, numbers)
        except Exception as error:  # noqa: BLE001  Chroma raises its own, its server's and Rust's errors
            fault = f"{type(error).__name__}: {error}"
        body = result.tobytes() if result is not None else b""
        shape = list(result.shape) if result is not None else None
        answers.write(_line({"fault": fault, "shape": shape, "bytes": len(body)}) + body)
        answers.flush()


def _obey(store: VectorStore, order: dict[str, Any], numbers: bytes) -> Floats | None:
    if order["do"] == "read":
        return store.read(order["collection"])
    vectors = np.frombuffer(numbers, np.float32).reshape(order["shape"])
    store.write(order["collection"], order["program"], vectors, order["metadatas"])
    return None


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand between the answers
    serve(sys.argv[1], sys.stdin.buffer, answers)
