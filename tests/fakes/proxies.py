"""Two tiny proxies on a port of this machine: HTTP (forwarding and CONNECT) and SOCKS5, with or without a password."""

from __future__ import annotations

import selectors
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit


@dataclass
class Proxy:
    """A running proxy: its address as a setting, and where it was asked to go."""

    url: str
    asked: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def proxy(kind: Literal["http", "socks5"], password: str = "") -> Iterator[Proxy]:
    """A proxy that lets everything through; with a password only those who know it."""
    running = Proxy("")

    class Handler(socketserver.StreamRequestHandler):
        rbufsize = 0  # what is not read here is still on the socket when the relaying begins

        def handle(self) -> None:
            with suppress(OSError, ValueError, IndexError):
                met = _http(self) if kind == "http" else _socks(self, password)
                if met is not None:
                    address, first = met
                    running.asked.append(address)
                    with socket.create_connection(address, 10) as far:
                        far.sendall(first)
                        _relay(self.connection, far)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads, allow_reuse_address = True, True

        def handle_error(self, request: object, client_address: object) -> None:
            return

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        secret = f"somebody:{password}@" if password else ""
        running.url = f"{kind}://{secret}127.0.0.1:{server.server_address[1]}"
        yield running
        server.shutdown()
        thread.join(5)


def _http(handler: socketserver.StreamRequestHandler) -> tuple[tuple[str, int], bytes] | None:
    """Where a request goes, and the bytes to send on: the head of the request, or nothing after CONNECT."""
    line = handler.rfile.readline()
    method, target, _ = line.decode("ascii").split()
    head = line
    while (line := handler.rfile.readline()) not in (b"\r\n", b""):
        head += line
    if method == "CONNECT":
        host, _, port = target.rpartition(":")
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        return (host, int(port)), b""
    where = urlsplit(target)
    return (where.hostname or "", where.port or 80), head + b"\r\n"


def _socks(handler: socketserver.StreamRequestHandler, password: str) -> tuple[tuple[str, int], bytes] | None:
    """Where a SOCKS5 client wants to go; None when it does not know the password."""

    def read(count: int) -> bytes:
        return handler.connection.recv(count, socket.MSG_WAITALL) if count else b""

    methods = read(read(2)[1])
    wanted = 2 if password else 0
    if wanted not in methods:
        handler.wfile.write(b"\x05\xff")
        return None
    handler.wfile.write(bytes((5, wanted)))
    if password:
        read(1)
        read(read(1)[0])
        known = read(read(1)[0]).decode() == password
        handler.wfile.write(b"\x01\x00" if known else b"\x01\x01")
        if not known:
            return None
    kind = read(4)[3]
    host = socket.inet_ntoa(read(4)) if kind == 1 else read(read(1)[0]).decode()
    port = int.from_bytes(read(2), "big")
    handler.wfile.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
    return (host, port), b""


def _relay(near: socket.socket, far: socket.socket) -> None:
    """Pass bytes both ways until one side is done."""
    with selectors.DefaultSelector() as selector:
        selector.register(near, selectors.EVENT_READ, far)
        selector.register(far, selectors.EVENT_READ, near)
        while True:
            for key, _ in selector.select(1.0):
                data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                if not data:
                    return
                key.data.sendall(data)
