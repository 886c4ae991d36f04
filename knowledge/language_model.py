"""The optional language model, held at arm's length: a deadline, a budget, a circuit breaker, and plain text only.

Any OpenAI-compatible server works through LangChain's `init_chat_model` (DeepSeek, Qwen, Zhipu, Ollama …). The model has no
tools and no memory; what people wrote reaches it as plain message content, never as a template. Whatever goes wrong, the
caller gets None and shows the extractive answer.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as DeadlinePassed
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import structlog

from knowledge.privacy import redact

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = structlog.get_logger(__name__)

DEADLINE_SECONDS = 8.0
MAX_ANSWER_CHARS = 2000
PER_USER_AND_DAY = 60
_NO_TIME = 0.3
"""With less than this left, the model is not asked any more."""
_asking_for: ContextVar[str] = ContextVar("asking_for", default="")


class LanguageModel(Protocol):
    """Something that completes a text."""

    def complete(self, system: str, user: str) -> str:
        """The model's text; raises anything when it cannot."""


class Asks(Protocol):
    """A language model behind its own guard."""

    def ask(self, system: str, user_text: str) -> str | None:
        """Its answer to a text that it clears of personal data itself; None when there is none in time."""
        ...


class Budget(Protocol):
    """Counts what is spent, by user and day."""

    def spend(self, who: str, on: date, most: int) -> bool:
        """Count one call; False, and nothing is counted, when `who` had `most` that day."""


@dataclass
class CountedBudget:
    """A budget that lasts as long as the process."""

    _spent: dict[str, int] = field(default_factory=dict)
    _day: date | None = None

    def spend(self, who: str, on: date, most: int) -> bool:
        """See `Budget.spend`."""
        if on != self._day:
            self._day, self._spent = on, {}
        if self._spent.get(who, 0) >= most:
            return False
        self._spent[who] = self._spent.get(who, 0) + 1
        return True


@contextmanager
def asking_for(user: str) -> Iterator[None]:
    """Within the block, what the model is asked counts for `user`, a name that leads to nobody outside (a conversation)."""
    token = _asking_for.set(user)
    try:
        yield
    finally:
        _asking_for.reset(token)


@dataclass(frozen=True)
class ChatModel:
    """A model behind an OpenAI-compatible server, reached through LangChain."""

    model: str
    base_url: str = ""
    api_key: str = ""
    timeout: float = DEADLINE_SECONDS
    max_tokens: int = 400

    def complete(self, system: str, user: str) -> str:
        """One request, no retries, no tools, no streaming."""
        content = self._chat.invoke([("system", system), ("human", user)]).content
        return content if isinstance(content, str) else ""

    @cached_property
    def _chat(self) -> BaseChatModel:
        os.environ.setdefault("LANGSMITH_TRACING", "false")
        from langchain.chat_models import init_chat_model

        provider = None if ":" in self.model else "openai"
        options: dict[str, Any] = {
            "timeout": self.timeout, "max_retries": 0, "temperature": 0, "max_tokens": self.max_tokens,
        }  # fmt: skip
        if self.base_url:
            options["base_url"] = self.base_url
        chat: BaseChatModel = init_chat_model(
            self.model, model_provider=provider, api_key=self.api_key or "none", **options
        )
        return chat


@dataclass
class CarefulModel:
    """A model that may fail, wrapped so that callers never notice more than a missing sentence."""

    model: LanguageModel
    deadline: float = DEADLINE_SECONDS
    """For everything that is asked of it about one question."""
    per_user_and_day: int = PER_USER_AND_DAY
    failures_to_open: int = 3
    rest_seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic
    today: Callable[[], date] = date.today
    budget: Budget = field(default_factory=CountedBudget)
    _failures: int = 0
    _resting_until: float = 0.0
    _pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=4, thread_name_prefix="model")
    )

    def turn(self) -> ModelTurn:
        """What may be asked about one question that comes in now."""
        return ModelTurn(self, self.clock() + self.deadline)

    def ask(self, system: str, user_text: str, *, seconds: float | None = None) -> str | None:
        """The model's answer to a text cleared of personal data, or None: too late, too often, broken, or resting."""
        if self.clock() < self._resting_until or not self._may_spend():
            return None
        future = self._pool.submit(self.model.complete, system, redact(user_text))
        try:
            text = future.result(timeout=self.deadline if seconds is None else seconds)
        except DeadlinePassed:
            future.cancel()
            self._failed("deadline")
            return None
        except Exception as error:  # noqa: BLE001 -- whatever a server or library throws, the facts are shown without it
            self._failed(type(error).__name__)
            return None
        self._failures = 0
        return text[:MAX_ANSWER_CHARS] if isinstance(text, str) and text.strip() else None

    def _may_spend(self) -> bool:
        try:
            return self.budget.spend(_asking_for.get(), self.today(), self.per_user_and_day)
        except Exception as error:  # noqa: BLE001 -- what cannot be counted is not spent
            log.warning("model budget cannot be counted", kind=type(error).__name__)
            return False

    def _failed(self, kind: str) -> None:
        self._failures += 1
        log.warning("language model failed", kind=kind, failures=self._failures)
        if self._failures >= self.failures_to_open:
            self._resting_until = self.clock() + self.rest_seconds
            self._failures = 0


@dataclass(frozen=True)
class ModelTurn:
    """The model for one question: all that is asked has to fit into one deadline."""

    model: CarefulModel
    until: float

    def ask(self, system: str, user_text: str) -> str | None:
        """See `CarefulModel.ask`; None, too, when the time is up."""
        left = self.until - self.model.clock()
        return self.model.ask(system, user_text, seconds=left) if left > _NO_TIME else None


def open_language_model(
    model: str,
    base_url: str = "",
    api_key: str = "",
    *,
    budget: Budget | None = None,
    per_user_and_day: int = PER_USER_AND_DAY,
    today: Callable[[], date] = date.today,
) -> CarefulModel | None:
    """The configured model, or None when none is."""
    if not model:
        return None
    chat = ChatModel(model, base_url, api_key, timeout=DEADLINE_SECONDS)
    return CarefulModel(
        chat,
        deadline=DEADLINE_SECONDS,
        budget=budget or CountedBudget(),
        per_user_and_day=per_user_and_day,
        today=today,
    )
