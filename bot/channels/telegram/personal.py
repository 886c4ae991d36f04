"""A person's own data in Telegram: a copy, deletion, forgetting one programme, and going on with the same case elsewhere.

Such a request is no turn of the conversation, for a deletion leaves none to answer in. It is done before the update is confirmed,
and doing it again does no harm, so that a crash in between costs a repetition at most. What cannot be undone is asked for twice.

The answer goes through inbox and outbox like any other, in a conversation of its own (`telegram-<chat>-me`) that holds nothing
but such answers. What is personal or secret in it, the copy of the data and the code, is made at the moment of delivery.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.channels.telegram.payload import TOLD, Key, Mine, Words, written
from bot.channels.telegram.privacy import holds_identity
from bot.channels.telegram.reading import CHANNEL
from bot.dialogue.messages import Pressed
from bot.engine.engine import Engine
from bot.engine.state import write_event
from bot.storage.errors import LinkRefused
from bot.storage.models import Arrival
from bot.texts import text

LARGEST_EXPORT = 45 * 1024 * 1024
_NO = Key(text=text("telegram.me_no"), data="me.no")


@dataclass(frozen=True)
class Handed:
    """What is made at delivery: what the person is told, and the file that goes with it."""

    words: Words
    name: str = ""
    data: bytes = b""


class Desk:
    """Does what people ask for about their own data."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.personal = engine, engine.personal
        self._verbs: Mapping[str, Callable[[str, str], Words | Mine]] = {
            "export": self._export,
            "delete": self._delete,
            "delete_yes": self._delete_yes,
            "forget": self._forget,
            "forget_yes": self._forget_yes,
            "link": self._link,
            "agree": self._agree,
            "join": self._join,
            "join_yes": self._join_yes,
            "leave": self._leave,
            "no": self._no,
        }

    def perform(self, chat: int, verb: str, about: str) -> Words | Mine:
        """Do it, and say what was done. Raises StorageFault when nothing was done because of the storage."""
        try:
            return self._verbs.get(verb, self._no)(str(chat), about)
        except LinkRefused as refused:
            return _said(f"{refused.message}{refused.mend}")

    def hand_over(self, chat: int, what: str) -> Handed:
        """What a `Mine` stands for, made anew each time; of codes the last one made is good."""
        return self._copy(str(chat)) if what == "export" else Handed(self._code(str(chat)))

    def arrival(self, source: str, key: str, chat: int, answer: Words | Mine) -> Arrival:
        """The answer on its way into the outbox."""
        code = TOLD + written(answer)
        about = {"id": f"{source}:{key}", "at": self.engine.now(), "channel": CHANNEL, "author": str(chat)}
        event = write_event(Pressed.model_validate({**about, "code": code}))
        return Arrival(source, key, _desk_of(str(chat)), CHANNEL, event, str(chat))

    def _mine(self, person: str) -> str:
        return self.personal.conversation_of(CHANNEL, person)

    # --- copies and deletion ----------------------------------------------------------------------------------------

    def _export(self, person: str, about: str) -> Mine:
        return Mine(what="export")

    def _copy(self, person: str) -> Handed:
        found = self.personal.export_my_data(self._mine(person))
        if not found:
            return Handed(_said(text("telegram.me_nothing")))
        told = json.dumps(found, ensure_ascii=False, indent=2)
        if holds_identity(told) or len(told) > LARGEST_EXPORT:
            return Handed(_said(text("telegram.me_export_elsewhere")))
        return Handed(Words(text=text("telegram.me_exported")), "我的资料.json", told.encode("utf-8", "replace"))

    def _delete(self, person: str, about: str) -> Words:
        return _asked(text("telegram.me_delete_sure"), (text("telegram.me_delete_yes"), "me.delete_yes"))

    def _delete_yes(self, person: str, about: str) -> Words:
        deleted = self.personal.delete_my_data(self._mine(person))
        self.personal.delete_my_data(_desk_of(person))
        self.personal.leave(CHANNEL, person)
        return _said(text("telegram.me_deleted", rows=deleted.rows, files=deleted.files))

    def _forget(self, person: str, about: str) -> Words:
        packs = self.engine.world().packs
        begun = [slug for slug in self.engine.look(self._mine(person)).cases if slug in packs]
        if not begun:
            return _said(text("telegram.me_nothing"))
        keys = [(packs[slug].manifest.short_name, f"me.forget_yes.{slug}") for slug in begun]
        return _asked(text("telegram.me_forget_which"), *keys)

    def _forget_yes(self, person: str, about: str) -> Words:
        pack = self.engine.world().packs.get(about)
        deleted = self.personal.forget(self._mine(person), about)
        name = pack.manifest.short_name if pack is not None else about
        return _said(text("telegram.me_forgotten", name=name, rows=deleted.rows))

    # --- the same case elsewhere ------------------------------------------------------------------------------------

    def _link(self, person: str, about: str) -> Mine:
        return Mine(what="link")

    def _code(self, person: str) -> Words:
        code = self.personal.offer_code(self._mine(person))
        grouped = "-".join(code[place : place + 5] for place in range(0, len(code), 5))
        asked = _asked(text("telegram.me_code", code=grouped), (text("telegram.me_agree"), "me.agree"))
        copying = Key(text=text("telegram.me_copy"), copied=code)
        return asked.model_copy(update={"keys": ((copying,), *asked.keys)})

    def _agree(self, person: str, about: str) -> Words:
        mine = self._mine(person)
        waiting = self.personal.waiting_link(mine)
        if waiting is None:
            return _asked(text("telegram.me_nobody_yet"), (text("telegram.me_agree"), "me.agree"))
        self.personal.agree_here(mine, waiting.number)
        return _said(text("telegram.me_agreed"))

    def _join(self, person: str, about: str) -> Words:
        if not about:
            return _said(text("telegram.me_join_how"))
        link = self.personal.show_code(about, CHANNEL, person)
        return _asked(text("telegram.me_join_sure"), (text("telegram.me_join_yes"), f"me.join_yes.{link.number}"))

    def _join_yes(self, person: str, about: str) -> Words:
        link = self.personal.agree_there(CHANNEL, person, int(about) if about.isdecimal() else 0)
        return _said(text("telegram.me_joined" if link.state == "done" else "telegram.me_join_other_side"))

    def _leave(self, person: str, about: str) -> Words:
        left = self.personal.leave(CHANNEL, person)
        return _said(text("telegram.me_left" if left else "telegram.me_not_joined"))

    def _no(self, person: str, about: str) -> Words:
        self.personal.refuse(self._mine(person))
        return _said(text("telegram.me_unchanged"))


def _said(words: str) -> Words:
    return Words(text=words)


def _asked(words: str, *keys: tuple[str, str]) -> Words:
    """Words with a button for each way on, and one that changes nothing."""
    return Words(text=words, keys=(*((Key(text=label, data=data),) for label, data in keys), (_NO,)))


def _desk_of(person: str) -> str:
    """The conversation that holds the answers to such requests, and nothing else."""
    return f"{CHANNEL}-{person}-me"


__all__ = ["Desk", "Handed"]
