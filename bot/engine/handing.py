"""Sections handed to colleagues: a link that opens one section, runs out, can be taken back, and names who wrote what.

The link holds 128 random bits and stands nowhere but with whoever has it: the storage keeps its hash. What is entered through
it is signed in the answer log (`bot.dialogue.signing`), so that who wrote what is read from the answers themselves.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.engine.clock import Clock
from bot.storage.errors import LinkRefused
from bot.storage.models import Handover
from bot.storage.protocol import Storage

TOKEN_BYTES = 16
DAY = 24 * 3600.0
DAYS = (3, 7, 14, 30)
"""For how long a link can be made."""
MOST_OPEN = 40
"""Links of one conversation that are open at once."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass
class Handing:
    """The links of everybody."""

    storage: Storage
    clock: Clock
    random: Callable[[int], bytes] = field(default=secrets.token_bytes)

    def hand_over(self, conversation: str, program: str, section: str, days: int = 7) -> tuple[str, Handover]:
        """A new link's token, never to be had again, and what is kept of it.

        Raises:
            LinkRefused: there are too many open links, or nobody may have one for so long.
        """
        if days not in DAYS:
            raise LinkRefused("链接的有效期不对。", mend=f"请选{'、'.join(map(str, DAYS))}天。")
        if sum(one.open_at(self.clock.steady()) for one in self.all_of(conversation)) >= MOST_OPEN:
            raise LinkRefused("有效的链接太多了。", mend="请先收回用不着的，再生成新的。")
        token = base64.urlsafe_b64encode(self.random(TOKEN_BYTES)).decode().rstrip("=")
        expires = self.clock.steady() + days * DAY
        return token, self.storage.hand_section(conversation, program, section, _digest(token), expires)

    def opened(self, token: str) -> Handover | None:
        """What the link opens now; None for a link that never was, has run out, or was taken back."""
        return self.storage.handed_section(_digest(token)) if _TOKEN.fullmatch(token) else None

    def all_of(self, conversation: str) -> list[Handover]:
        """Every link of a conversation, newest first."""
        return self.storage.handed_sections(conversation)

    def take_back(self, conversation: str, number: int) -> bool:
        """End a link of this conversation; False when there is none to end."""
        return self.storage.take_back_section(conversation, number)


def _digest(token: str) -> str:
    return hashlib.sha256(b"section:" + token.encode("utf-8", "replace")).hexdigest()
