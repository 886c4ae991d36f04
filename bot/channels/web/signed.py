"""Who entered what and when, read from the answer log; sensitive values masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.answers import shown
from bot.dialogue.models import Case, Reason
from bot.dialogue.signing import signature_of
from forms.loader import Form

CHANNELS = {"web": "网页", "telegram": "Telegram", "terminal": "终端"}
REASONS = {Reason.UNDONE: "撤销", Reason.RESTARTED: "重新开始", Reason.ADOPTED: "沿用", Reason.CONFIRMED: "确认无误"}


@dataclass(frozen=True)
class Written:
    """One entry of the log as it may be shown."""

    field: str
    label: str
    words: str
    """The value; empty when the answer was taken away."""
    at: datetime
    name: str
    """The colleague who entered it, empty for the owner."""
    channel: str
    how: str = ""
    """Why it was written, where that is no plain answer."""


def written_by(case: Case, form: Form, number: int | None) -> tuple[Written, ...]:
    """The entries that came by one link, or all when None, the latest first."""
    found = []
    for entry in reversed(case.log):
        signature = signature_of(entry.author)
        field = form.fields.get(entry.field)
        if field is None or (number is not None and (signature is None or signature.number != number)):
            continue
        found.append(
            Written(
                entry.field, field.label, shown(field, entry.value), entry.at, signature.name if signature else "",
                CHANNELS.get(entry.channel, entry.channel), REASONS.get(entry.reason, ""),
            )
        )  # fmt: skip
    return tuple(found)


def signatures(case: Case) -> Mapping[str, tuple[str, datetime]]:
    """Field to the colleague's name and the time, where what stands there now was entered by a colleague."""
    last = {entry.field: entry for entry in case.log}
    return {
        key: (signature.name, entry.at)
        for key, entry in last.items()
        if entry.value is not None and (signature := signature_of(entry.author)) is not None
    }
