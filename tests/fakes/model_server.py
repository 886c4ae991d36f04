"""A small OpenAI-compatible server over real HTTP whose answers a test decides, bad ones included."""

from __future__ import annotations

import base64
import json
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from knowledge.language_model import CarefulModel, ChatModel
from tests.waiting import BUSY

Reply = Callable[[dict[str, Any]], str]
"""From the request's JSON to the assistant's text."""
Embed = Callable[[str], list[float]]
"""From a text to its vector."""


def letters(text: str) -> list[float]:
    """A small honest embedding: how often characters occur, folded into 64 numbers."""
    vector = [0.01] * 64
    for character in text:
        vector[ord(character) % 64] += 1.0
    return vector


@dataclass
class ModelServer:
    """What the server says, and what it was told."""

    reply: Reply
    embed: Embed = letters
    status: int = 200
    raw: bytes | None = None
    """Sent as it is instead of a completion."""
    hang: threading.Event | None = None
    """When set, a request waits for it."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""


@contextmanager
def model_server(reply: Reply = lambda _: "好", **options: Any) -> Iterator[ModelServer]:
    """A running server; it stops with the block."""
    state = ModelServer(reply, **options)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.requests.append(body)
            state.paths.append(self.path)
            if state.hang is not None:
                state.hang.wait(BUSY)
            made = (
                _embeddings(state.embed, body) if self.path.endswith("/embeddings") else _completion(state.reply(body))
            )
            payload = state.raw if state.raw is not None else made
            self.send_response(state.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield state
    finally:
        if state.hang is not None:
            state.hang.set()
        server.shutdown()
        server.server_close()


def patient(server: ModelServer, **options: Any) -> CarefulModel:
    """The server's model, waited for as long as a busy machine needs."""
    return CarefulModel(ChatModel("fake-model", server.url, "key", timeout=BUSY), **{"deadline": BUSY} | options)


def _embeddings(embed: Embed, body: dict[str, Any]) -> bytes:
    texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
    found = [
        {"object": "embedding", "index": at, "embedding": _encoded(embed(text), body)} for at, text in enumerate(texts)
    ]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return json.dumps({"object": "list", "data": found, "model": "fake", "usage": usage}).encode()


def _encoded(vector: list[float], body: dict[str, Any]) -> list[float] | str:
    if body.get("encoding_format") != "base64":
        return vector
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


def _completion(text: str) -> bytes:
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    record = {
        "id": "1",
        "object": "chat.completion",
        "created": 0,
        "model": "fake",
        "choices": [choice],
        "usage": usage,
    }
    return json.dumps(record, ensure_ascii=False).encode()
