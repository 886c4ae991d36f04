"""A small OpenAI-compatible server over real HTTP whose answers a test decides, bad ones included."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[dict[str, Any]], str]
"""From the request's JSON to the assistant's text."""


@dataclass
class ModelServer:
    """What the server says, and what it was told."""

    reply: Reply
    status: int = 200
    raw: bytes | None = None
    """Sent as it is instead of a completion."""
    hang: threading.Event | None = None
    """When set, a request waits for it."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""


@contextmanager
def model_server(reply: Reply = lambda _: "好", **options: Any) -> Iterator[ModelServer]:
    """A running server; it stops with the block."""
    state = ModelServer(reply, **options)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.requests.append(body)
            if state.hang is not None:
                state.hang.wait(10)
            payload = state.raw if state.raw is not None else _completion(state.reply(body))
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
