"""The optional language model, held at arm's length: a deadline, a budget, a circuit breaker, and plain text only.

Any OpenAI-compatible server works through LangChain's `init_chat_model` (DeepSeek, Qwen, Zhipu, Ollama …). The model has no
tools and no memory; what people wrote reaches it as plain message content, never as a template. Whatever goes wrong, the
caller gets None and shows the extractive answer.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as DeadlinePassed
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import structlog

from knowledge.privacy import redact

log = structlog.get_logger(__name__)

DEADLINE_SECONDS = 8.0
MAX_ANSWER_CHARS = 2000


class LanguageModel(Protocol):
    """Something that completes a text."""

    def complete(self, system: str, user: str) -> str:
        """The model's text; raises anything when it cannot."""


@dataclass(frozen=True)
class ChatModel:
    """A model behind an OpenAI-compatible server, reached through LangChain."""

    model: str
    base_url: str = ""
    api_key: str = ""
    timeout: float = DEADLINE_SECONDS

    def complete(self, system: str, user: str) -> str:
        """One request, no retries, no tools, no streaming."""
        os.environ.setdefault("LANGSMITH_TRACING", "false")
        from langchain.chat_models import init_chat_model

        provider = None if ":" in self.model else "openai"
        options: dict[str, Any] = {"timeout": self.timeout, "max_retries": 0, "temperature": 0, "max_tokens": 400}
        if self.base_url:
            options["base_url"] = self.base_url
        chat = init_chat_model(self.model, model_provider=provider, api_key=self.api_key or "none", **options)
        content = chat.invoke([("system", system), ("human", user)]).content
        return content if isinstance(content, str) else ""


@dataclass
class CarefulModel:
    """A model that may fail, wrapped so that callers never notice more than a missing sentence."""

    model: LanguageModel
    deadline: float = DEADLINE_SECONDS
    per_user_and_day: int = 60
    failures_to_open: int = 3
    rest_seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic
    today: Callable[[], date] = date.today
    _spent: dict[tuple[str, date], int] = field(default_factory=lambda: defaultdict(int))
    _failures: int = 0
    _resting_until: float = 0.0
    _pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=4, thread_name_prefix="model")
    )

    def ask(self, system: str, user_text: str, *, user: str = "") -> str | None:
        """The model's answer to a text cleared of personal data, or None: too late, too often, broken, or resting."""
        if self.clock() < self._resting_until or not self._may_spend(user):
            return None
        future = self._pool.submit(self.model.complete, system, redact(user_text))
        try:
            text = future.result(timeout=self.deadline)
        except DeadlinePassed:
            future.cancel()
            self._failed("deadline")
            return None
        except Exception as error:  # noqa: BLE001 -- whatever a server or library throws, the facts are shown without it
            self._failed(type(error).__name__)
            return None
        self._failures = 0
        return text[:MAX_ANSWER_CHARS] if isinstance(text, str) and text.strip() else None

    def _may_spend(self, user: str) -> bool:
        key = (user, self.today())
        if self._spent[key] >= self.per_user_and_day:
            return False
        self._spent[key] += 1
        return True

    def _failed(self, kind: str) -> None:
        self._failures += 1
        log.warning("language model failed", kind=kind, failures=self._failures)
        if self._failures >= self.failures_to_open:
            self._resting_until = self.clock() + self.rest_seconds
            self._failures = 0


def open_language_model(model: str, base_url: str = "", api_key: str = "") -> CarefulModel | None:
    """The configured model, or None when none is."""
    return CarefulModel(ChatModel(model, base_url, api_key)) if model else None
