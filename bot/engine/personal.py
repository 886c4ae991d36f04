"""What a person may do with their own data: take a copy, delete it, forget one programme, join a second channel to it.

A deletion is final at once. It needs no turn of its own, it does not wait for one that is running, and a turn that is
running when it happens is refused at its commit and removes what it wrote.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.dialogue.models import Stage
from bot.engine import state
from bot.engine.clock import Clock
from bot.storage import chain
from bot.storage.errors import LinkRefused, StorageBusy
from bot.storage.models import Link, Snapshot
from bot.storage.protocol import Storage

VALID_SECONDS = 600.0
"""How long a one-time code can be used."""
CODE_BYTES = 16
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OILU", "011V", " -\t\n\r\u3000")
TRIES = 200


@dataclass(frozen=True)
class Deleted:
    """What a deletion removed; the number is what a person can quote."""

    rows: int
    files: int
    at: str


@dataclass
class PersonalData:
    """A person's rights over what is stored about them."""

    storage: Storage
    folder: Path | None
    """The data directory with the documents; None where none are written."""
    clock: Clock
    random: Callable[[int], bytes] = field(default=secrets.token_bytes)
    pause: Callable[[float], None] = field(default=time.sleep)

    # --- copies and deletion --------------------------------------------------------------------------------------

    def export_my_data(self, conversation: str) -> dict[str, Any]:
        """Everything stored about a conversation, readable by people and machines; empty when there is nothing."""
        found = self.storage.everything_about(conversation)
        if not found:
            return {}
        for turn in found["turns"]:
            turn["event"], turn["answer"] = _parsed(turn["event"]), _parsed(turn["answer"])
        for answer in found["answers"]:
            answer["value"] = _parsed(answer["value"])
        found["conversation"]["state"] = _parsed(found["conversation"]["state"])
        self.storage.write_audit("person", "export", chain.subject_of(conversation))
        return {"exported": self.clock.now().isoformat(), **found}

    def delete_my_data(self, conversation: str, *, actor: str = "person") -> Deleted:
        """Delete everything about a conversation, with its documents; doing it again does no harm."""
        found = self.storage.everything_about(conversation)
        erased = self.storage.erase(conversation, actor)
        removed = sum(self._remove(Path(path)) for path in erased.files)
        if self.folder is not None:
            for ticket in found.get("tickets", ()):
                removed += self._remove(self.folder / "staff" / f"{ticket['number']}.json")
            for rest in (self.folder / "documents" / conversation, self.folder / "received" / conversation):
                if rest.is_dir():
                    removed += sum(1 for path in rest.rglob("*") if path.is_file())
                    shutil.rmtree(rest)
        return Deleted(erased.rows, removed, self.clock.now().isoformat())

    def forget(self, conversation: str, program: str, *, actor: str = "person") -> Deleted:
        """Delete one programme's answers and documents; the rest of the conversation stays.

        Raises:
            StorageBusy: a turn of the conversation went on all the while.
        """
        for _ in range(TRIES):
            snapshot = self.storage.load([conversation]).get(conversation) or Snapshot(conversation, 0, "")
            before = state.read_conversation(snapshot)
            if program not in before.cases:
                return Deleted(0, 0, self.clock.now().isoformat())
            after = before.model_copy(update={"cases": {k: v for k, v in before.cases.items() if k != program}})
            if before.program == program:
                after = after.model_copy(
                    update={"program": None, "stage": Stage.START, "back_to": (), "parked": None, "offered": ()}
                )
            text = state.write_state(after)
            erased = self.storage.erase_program(conversation, program, text, snapshot.version, actor)
            if erased is not None:
                removed = sum(self._remove(Path(path)) for path in erased.files)
                return Deleted(erased.rows, removed, self.clock.now().isoformat())
            self.pause(0.05)
        raise StorageBusy("这个对话一直有新内容，还没能删。", mend="稍候再试一次。")

    def _remove(self, path: Path) -> int:
        """1 when the file was there, 0 when not; only files of the data directory are touched."""
        inside = self.folder is not None and path.resolve().is_relative_to(self.folder.resolve())
        if not inside or not path.is_file():
            return 0
        path.unlink()
        return 1

    # --- one case, any channel ------------------------------------------------------------------------------------

    def conversation_of(self, channel: str, identity: str) -> str:
        """The conversation of somebody on a channel: the one they joined, else their own (`channel-identity`)."""
        return self.storage.conversation_of(channel, identity) or f"{channel}-{identity}"

    def offer_code(self, conversation: str) -> str:
        """A one-time code for continuing this conversation elsewhere; only its hash is kept, and an earlier one ends."""
        number = int.from_bytes(self.random(CODE_BYTES), "big")
        digits = [_ALPHABET[(number >> shift) & 31] for shift in range(0, 8 * CODE_BYTES, 5)]
        code = "".join(reversed(digits))
        self.storage.offer_link(conversation, _digest(code), self.clock.steady() + VALID_SECONDS)
        return code

    def show_code(self, code: str, channel: str, identity: str) -> Link:
        """Show a code on the other side. Nothing is joined before both sides agreed.

        Raises:
            LinkRefused: there is no such code, or not any more.
        """
        link = self.storage.show_link(_digest(code), channel, identity)
        if link is None:
            raise LinkRefused("这个接续码不对，或已经用过、过期了。", mend="回到原来的地方再要一个，十分钟内有效。")
        if link.conversation == self.conversation_of(channel, identity):
            self.storage.cancel_links(link.conversation)
            raise LinkRefused("这里已经是同一份材料了，不用接续。")
        return link

    def waiting_link(self, conversation: str) -> Link | None:
        """The code that somebody showed and that this conversation has yet to agree to."""
        link = self.storage.open_link(conversation)
        return link if link is not None and link.state == "shown" and "offered" not in link.agreed else None

    def agree_here(self, conversation: str, number: int) -> Link:
        """The side that offered the code says yes; raises LinkRefused when it is too late."""
        return self._agreed(self.storage.agree_link(number, "offered", conversation))

    def agree_there(self, channel: str, identity: str, number: int) -> Link:
        """The side that showed the code says yes; raises LinkRefused when it is too late."""
        return self._agreed(self.storage.agree_link(number, "shown", f"{channel}:{identity}"))

    def refuse(self, conversation: str) -> None:
        """The code is not to be used after all."""
        self.storage.cancel_links(conversation)

    def leave(self, channel: str, identity: str) -> bool:
        """Go back to one's own conversation on this channel; False when there was none joined."""
        return self.storage.leave(channel, identity)

    @staticmethod
    def _agreed(link: Link | None) -> Link:
        if link is None:
            raise LinkRefused("接续已取消或过期。", mend="回到原来的地方再要一个接续码。")
        return link


def _digest(code: str) -> str:
    plain = code.upper().translate(_MISREAD)
    return hashlib.sha256(b"link:" + plain.encode("utf-8", "replace")).hexdigest()


def _parsed(text: str) -> Any:
    return json.loads(text) if text else None
