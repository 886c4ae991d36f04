"""The optional embedding model, held at arm's length: a deadline, a rest after a failure, and numbers that are looked at.

Any OpenAI-compatible server works through LangChain's `init_embeddings`, and any of its providers (`ollama:bge-m3`). Texts
are cleared of personal data before they leave. Whatever goes wrong, the caller gets None and does without.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as DeadlinePassed
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import structlog

from knowledge.index import Floats
from knowledge.privacy import redact

log = structlog.get_logger(__name__)

QUESTION_SECONDS, INDEX_SECONDS = 2.0, 60.0
_REST_SECONDS = 60.0
_BATCH = 64
_LONGEST = 2000
"""Characters of a text that are sent."""


class Embedder(Protocol):
    """Something that turns texts into vectors."""

    def embed(self, texts: list[str]) -> list[list[float]]:
        """One vector a text; raises anything when it cannot."""


@dataclass(frozen=True)
class EmbeddingModel:
    """A model reached through LangChain; a name without a provider means an OpenAI-compatible server."""

    model: str
    base_url: str = ""
    api_key: str = ""
    timeout: float = INDEX_SECONDS

    def embed(self, texts: list[str]) -> list[list[float]]:
        """One request, no retries."""
        os.environ.setdefault("LANGSMITH_TRACING", "false")
        from langchain.embeddings import init_embeddings

        provider, _, name = self.model.rpartition(":")
        options: dict[str, Any] = {"base_url": self.base_url} if self.base_url else {}
        if provider in ("", "openai"):
            # texts go as they are: counting tokens would fetch a table from the network
            options |= {"check_embedding_ctx_length": False, "max_retries": 0, "timeout": self.timeout}
            options["api_key"] = self.api_key or "none"
        elif self.api_key:
            options["api_key"] = self.api_key
        found: list[list[float]] = init_embeddings(name, provider=provider or "openai", **options).embed_documents(
            texts
        )
        return found

    @property
    def maker(self) -> str:
        """A name for collections of its vectors: the model's, and a mark of where it runs."""
        readable = re.sub(r"[^A-Za-z0-9]+", ".", self.model).strip(".")[:60]
        return f"{readable}.{hashlib.sha256(f'{self.model}@{self.base_url}'.encode()).hexdigest()[:8]}"


@dataclass
class CarefulEmbedder:
    """An embedder that may fail, wrapped so that callers never notice more than that it is not there."""

    embedder: Embedder
    maker: str
    question_seconds: float = QUESTION_SECONDS
    index_seconds: float = INDEX_SECONDS
    rest_seconds: float = _REST_SECONDS
    clock: Callable[[], float] = time.monotonic
    _resting_until: float = field(default=float("-inf"), init=False)
    _pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=4, thread_name_prefix="embedding"), init=False
    )

    @property
    def resting(self) -> bool:
        """Whether it failed a short while ago and is left alone."""
        return self.clock() < self._resting_until

    def question(self, text: str, dimensions: int) -> Floats | None:
        """The unit vector of a question, or None: too late, broken, resting, or not of so many dimensions."""
        found = self._embed([text], self.question_seconds, dimensions)
        return None if found is None else np.asarray(found[0])

    def texts(self, texts: Sequence[str]) -> Floats | None:
        """One unit vector a text, or None when any of them could not be had."""
        rows: list[Floats] = []
        for begin in range(0, len(texts), _BATCH):
            found = self._embed(
                list(texts[begin : begin + _BATCH]), self.index_seconds, rows[0].shape[1] if rows else 0
            )
            if found is None:
                return None
            rows.append(found)
        return np.concatenate(rows) if rows else None

    def _embed(self, texts: list[str], seconds: float, dimensions: int) -> Floats | None:
        if self.resting:
            return None
        future = self._pool.submit(self.embedder.embed, [redact(text)[:_LONGEST] for text in texts])
        try:
            return unit_rows(future.result(timeout=seconds), len(texts), dimensions)
        except DeadlinePassed:
            future.cancel()
            kind = "deadline"
        except Exception as error:  # noqa: BLE001 -- whatever a server or library throws, the answer comes without it
            kind = type(error).__name__
        self._resting_until = self.clock() + self.rest_seconds
        log.warning("embedding model failed", kind=kind)
        return None


def unit_rows(numbers: Any, count: int, dimensions: int = 0) -> Floats:
    """The vectors a model gave, brought to length 1.

    Raises:
        ValueError, TypeError: not `count` vectors of equal length (`dimensions` unless 0), or not all finite and above 0.
    """
    rows = np.asarray(numbers, np.float32)
    if rows.ndim != 2 or len(rows) != count or not rows.shape[1] or (dimensions and rows.shape[1] != dimensions):
        raise ValueError(f"vectors of shape {rows.shape}")
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or float(lengths.min()) < 1e-9:
        raise ValueError("vectors without a direction")
    return np.asarray(rows / lengths, np.float32)


def open_embedder(model: str, base_url: str = "", api_key: str = "") -> CarefulEmbedder | None:
    """The configured embedding model, or None when none is."""
    if not model:
        return None
    found = EmbeddingModel(model, base_url, api_key)
    return CarefulEmbedder(found, found.maker)
