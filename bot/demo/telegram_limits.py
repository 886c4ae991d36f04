"""What Telegram refuses, in its own words. The real checks sit here because the library sends anything without complaint.

Lengths are counted in UTF-16 units, button data in bytes of UTF-8, as the service does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_ENTITIES = 100
LONGEST_DATA = 64
MOST_BUTTONS = 100
MOST_IN_ROW = 8
LONGEST_COPY = 256
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_DOWNLOAD = 20 * 1024 * 1024
MOST_COMMANDS = 100
ACTIONS = frozenset({"typing", "upload_document", "upload_photo", "upload_video", "upload_voice", "choose_sticker"})
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class ApiError(Exception):
    """Raised for a call that Telegram answers with `ok: false`."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, dict(parameters or {})


def bad(description: str) -> ApiError:
    """The error for a call that makes no sense."""
    return ApiError(400, f"Bad Request: {description}")


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def checked_text(
    text: str, entities: Sequence[Mapping[str, Any]], *, editing: bool = False
) -> tuple[str, list[dict[str, Any]]]:
    """The text as it is kept: without white space around it, entities moved along, those above the most dropped."""
    kept = text.strip()
    if not kept:
        raise bad("message text is empty")
    if units(kept) > LONGEST_TEXT:
        raise bad("MESSAGE_TOO_LONG" if editing else "message is too long")
    return kept, _checked_entities(text, kept, entities)


def checked_caption(caption: str) -> str:
    """The caption as it is kept."""
    if units(caption.strip()) > LONGEST_CAPTION:
        raise bad("message caption is too long")
    return caption.strip()


def _checked_entities(text: str, kept: str, entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    left = units(text[: len(text) - len(text.lstrip())])
    length = units(kept)
    found = []
    encoded = kept.encode("utf-16-le")
    for entity in entities:
        start, end = int(entity["offset"]) - left, int(entity["offset"]) - left + int(entity["length"])
        if start < 0 or end > length or end <= start:
            raise bad("Receive an entity with incorrect length")
        for place in (start, end):
            if place < length and 0xDC00 <= int.from_bytes(encoded[place * 2 : place * 2 + 2], "little") < 0xE000:
                raise bad(f"entity begins in a middle of a UTF-16 symbol at byte offset {place}")
        found.append({**entity, "offset": start, "length": end - start})
    return found[:MOST_ENTITIES]


def checked_markup(markup: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The keyboard as it is kept; None where there is none."""
    if not markup:
        return None
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"])
    elif "keyboard" in markup:
        if not any(markup["keyboard"]):
            raise bad("reply keyboard is empty")
        if not 1 <= units(markup.get("input_field_placeholder", "…")) <= 64:
            raise bad("input field placeholder is too long")
    elif not markup.get("remove_keyboard"):
        raise bad("object expected as reply markup")
    return dict(markup)


def _check_inline(rows: Sequence[Sequence[Mapping[str, Any]]]) -> None:
    if sum(len(row) for row in rows) > MOST_BUTTONS or any(len(row) > MOST_IN_ROW for row in rows):
        raise bad("reply markup is too long")
    for button in (button for row in rows for button in row):
        if not str(button.get("text", "")).strip():
            raise bad("BUTTON_TEXT_INVALID")
        if "callback_data" in button:
            if not 1 <= len(str(button["callback_data"]).encode()) <= LONGEST_DATA:
                raise bad("BUTTON_DATA_INVALID")
        elif "copy_text" in button:
            if not 1 <= units(str((button["copy_text"] or {}).get("text", ""))) <= LONGEST_COPY:
                raise bad("COPY_TEXT_INVALID")
        elif "url" not in button:
            raise bad("text buttons are unallowed in the inline keyboard")


def check_upload(data: bytes, *, photo: bool = False) -> None:
    """Whether the service takes a file from a bot; a photo has to be one."""
    if not data:
        raise bad("file must be non-empty")
    if photo and not data.startswith((b"\x89PNG\r\n", b"\xff\xd8\xff")):
        raise bad("IMAGE_PROCESS_FAILED")
    if photo and len(data) > LARGEST_PHOTO:
        raise bad("file is too big")
    if len(data) > LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")


def checked_commands(commands: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The command menu as it is kept."""
    if len(commands) > MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not _COMMAND.fullmatch(str(one.get("command", ""))):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= units(str(one.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return [{"command": str(one["command"]), "description": str(one["description"])} for one in commands]


def check_webhook(url: str, secret: str) -> None:
    """Whether the service would call this address; http is allowed on this machine alone."""
    if not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if secret and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
