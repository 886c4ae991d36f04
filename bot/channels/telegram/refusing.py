"""What is not worked on in Telegram, as an event that says why and holds nothing of what was sent.

Such an event is a button nobody knows (`refused:why`): the dialogue lets the conversation stand and shows the present question,
and the drawer puts the reason in place of the words about old buttons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.channels.telegram.privacy import holds_identity
from bot.dialogue.intents import Kind, current_field
from bot.dialogue.messages import Event, Said
from bot.dialogue.models import Conversation, World
from bot.dialogue.understanding import understand
from forms.models import Field
from forms.recognising import Recognised

PREFIX = "refused:"

TEXTS: Final[Mapping[str, str]] = {
    "identity": "telegram.identity",
    "sensitive": "telegram.sensitive",
    "sensitive_block": "telegram.sensitive_block",
    "sticker": "telegram.sticker",
    "voice": "telegram.voice",
    "picture": "telegram.picture",
    "location": "telegram.location",
    "contact": "telegram.contact",
    "edited": "telegram.edited",
    "command": "telegram.command",
    "too_big": "telegram.too_big",
    "other": "telegram.other",
    "group": "telegram.group",
}
"""Why something is refused, and the key of the words for it."""

_KINDS: Final[Mapping[str, str]] = {
    "sticker": "sticker", "dice": "sticker", "game": "sticker",
    "voice": "voice", "audio": "voice", "video_note": "voice",
    "photo": "picture", "video": "picture", "live_photo": "picture", "story": "picture",
    "location": "location", "venue": "location", "contact": "contact",
}  # fmt: skip


def refused(why: str) -> str:
    """The code of a refusal."""
    return PREFIX + why


def reason(code: str) -> str | None:
    """Why, when the code is that of a refusal."""
    return code.removeprefix(PREFIX) if code.startswith(PREFIX) else None


def kind_of(message: Mapping[str, Any]) -> str:
    """Why a message without text is refused."""
    return next((why for kind, why in _KINDS.items() if kind in message), "other")


def holds_refused(text: str) -> bool:
    """Whether the words hold an identity number or a personal card number, wherever they are said."""
    return holds_identity(text)


def why_sensitive(event: Event, conversation: Conversation, world: World) -> str:
    """Why the event is refused when it would answer or change a field that is not filled in here; empty when it would not."""
    if not isinstance(event, Said) or sum(character.isnumeric() for character in event.text) < 4:
        return ""
    intent = understand(event, conversation, world)
    if isinstance(intent.value, Recognised):
        return "sensitive_block" if _recognises_sensitive(intent.value, conversation, world) else ""
    field: Field | None = None
    if intent.kind is Kind.ANSWER:
        field = current_field(conversation, world)
    elif intent.kind is Kind.EDIT and conversation.program is not None and intent.text:
        field = world.forms[conversation.program].field_at(intent.target)
    return "sensitive" if field is not None and field.sensitive else ""


def _recognises_sensitive(found: Recognised, conversation: Conversation, world: World) -> bool:
    """Whether a pasted block answers such a field, or tries to."""
    slug = conversation.program
    fields = world.forms[slug].fields if slug is not None else world.shared
    labels = {one.label for one in fields.values() if one.sensitive}
    answered = any(one.key in fields and fields[one.key].sensitive for one in found.read)
    return answered or any(one.label in labels for one in found.missed)
