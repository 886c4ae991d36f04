"""People's channels, colleagues and own data, in a database."""

from __future__ import annotations

from typing import Any

from bot.storage.models import Erased, FileRow, Handover, Link
from bot.storage.sql import handing, personal
from bot.storage.sql.jobs import Jobs


class SQLPersonal(Jobs):
    """See `protocol.Personal`."""

    def conversation_of(self, channel: str, identity: str) -> str | None:
        """See `Personal.conversation_of`."""
        return self._read(lambda connection: personal.conversation_of(connection, channel, identity))

    def offer_link(self, conversation: str, digest: str, expires: float) -> Link:
        """See `Personal.offer_link`."""
        return self._write(lambda one: personal.offer_link(one, conversation, digest, expires, self._steady()))

    def show_link(self, digest: str, channel: str, identity: str) -> Link | None:
        """See `Personal.show_link`."""
        return self._write(lambda one: personal.show_link(one, digest, channel, identity, self._steady()))

    def open_link(self, conversation: str) -> Link | None:
        """See `Personal.open_link`."""
        return self._read(lambda connection: personal.open_link(connection, conversation, self._steady()))

    def agree_link(self, number: int, side: str, who: str) -> Link | None:
        """See `Personal.agree_link`."""
        return self._write(lambda connection: personal.agree_link(connection, number, side, who, self._steady()))

    def cancel_links(self, conversation: str) -> int:
        """See `Personal.cancel_links`."""
        return self._write(lambda connection: personal.cancel_links(connection, conversation))

    def leave(self, channel: str, identity: str) -> bool:
        """See `Personal.leave`."""
        return self._write(lambda connection: personal.leave(connection, channel, identity))

    def hand_section(self, conversation: str, program: str, section: str, digest: str, expires: float) -> Handover:
        """See `Personal.hand_section`."""
        return self._write(
            lambda one: handing.hand_section(one, conversation, program, section, digest, expires, self._steady())
        )

    def handed_section(self, digest: str) -> Handover | None:
        """See `Personal.handed_section`."""
        return self._read(lambda connection: handing.handed_section(connection, digest, self._steady()))

    def handed_sections(self, conversation: str) -> list[Handover]:
        """See `Personal.handed_sections`."""
        return self._read(lambda connection: handing.handed_sections(connection, conversation))

    def take_back_section(self, conversation: str, number: int) -> bool:
        """See `Personal.take_back_section`."""
        return self._write(lambda one: handing.take_back_section(one, conversation, number, self._steady()))

    def documents(self, conversation: str) -> list[FileRow]:
        """See `Personal.documents`."""
        return self._read(lambda connection: handing.documents(connection, conversation))

    def everything_about(self, conversation: str) -> dict[str, Any]:
        """See `Personal.everything_about`."""
        return self._read(lambda connection: personal.everything_about(connection, conversation))

    def erase(self, conversation: str, actor: str) -> Erased:
        """See `Personal.erase`."""
        found = self._with_room(lambda one: personal.erase(one, conversation, actor, self._steady()))
        self.database.wipe()
        return found

    def erase_program(self, conversation: str, program: str, state: str, version: int, actor: str) -> Erased | None:
        """See `Personal.erase_program`."""
        found = self._with_room(
            lambda one: personal.erase_program(one, conversation, program, state, version, actor, self._steady())
        )
        self.database.wipe()
        return found
