"""The methods of the fake Bot API: what each does to the chats, and what it refuses. Parameters are decoded JSON values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.demo import telegram_limits as limits
from bot.demo.telegram_limits import ApiError, bad
from bot.demo.telegram_state import Chat, FakeTelegram

Params = Mapping[str, Any]
Files = Mapping[str, tuple[str, bytes]]


def call(fake: FakeTelegram, method: str, params: Params, files: Files) -> Any:
    """The result of a method.

    Raises:
        ApiError: the service refuses.
    """
    found = METHODS.get(method.lower())
    if found is None:
        raise ApiError(404, "Not Found")
    with fake.lock:
        return found(fake, params, files)


def _get_me(fake: FakeTelegram, params: Params, files: Files) -> Any:
    groups = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return {**fake.bot, **groups}


def _send_message(fake: FakeTelegram, params: Params, files: Files) -> Any:
    chat = fake.chat_for_bot(params.get("chat_id"))
    text, entities = limits.checked_text(str(params.get("text", "")), params.get("entities") or ())
    content: dict[str, Any] = {"text": text, **({"entities": entities} if entities else {})}
    return _sent(fake, chat, content, params)


def _send_document(fake: FakeTelegram, params: Params, files: Files) -> Any:
    chat = fake.chat_for_bot(params.get("chat_id"))
    document = _document(fake, str(params.get("document", "")), files)
    return _sent(fake, chat, {"document": document, **_caption(params)}, params)


def _send_photo(fake: FakeTelegram, params: Params, files: Files) -> Any:
    chat = fake.chat_for_bot(params.get("chat_id"))
    photo = _photo(fake, str(params.get("photo", "")), files)
    return _sent(fake, chat, {"photo": photo, **_caption(params)}, params)


def _sent(fake: FakeTelegram, chat: Chat, content: Mapping[str, Any], params: Params) -> dict[str, Any]:
    markup = limits.checked_markup(params.get("reply_markup"))
    shown = {"reply_markup": markup} if markup and "inline_keyboard" in markup else {}
    chat.action = ""
    message = fake.keep(chat, {"from": fake.bot, **content, **shown})
    if markup and "keyboard" in markup:
        chat.keyboard = markup
        message["_fixed"] = True
    elif markup and markup.get("remove_keyboard"):
        chat.keyboard = None
    return _public(message)


def _edit_text(fake: FakeTelegram, params: Params, files: Files) -> Any:
    message = _editable(fake, params)
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    text, entities = limits.checked_text(str(params.get("text", "")), params.get("entities") or (), editing=True)
    return _edited(fake, message, {"text": text, **({"entities": entities} if entities else {})}, params)


def _edit_media(fake: FakeTelegram, params: Params, files: Files) -> Any:
    message = _editable(fake, params)
    media = params.get("media") or {}
    given, kind = str(media.get("media", "")), media.get("type")
    if kind not in ("document", "photo"):
        raise bad("can't parse InputMedia: unsupported media type")
    content = _photo(fake, given, files) if kind == "photo" else _document(fake, given, files)
    return _edited(fake, message, {kind: content, **_caption(media)}, params)


def _edit_markup(fake: FakeTelegram, params: Params, files: Files) -> Any:
    message = _editable(fake, params)
    return _edited(fake, message, {key: message[key] for key in _CONTENT if key in message}, params)


_CONTENT = ("text", "entities", "document", "photo", "caption", "reply_markup")


def _edited(fake: FakeTelegram, message: dict[str, Any], content: Mapping[str, Any], params: Params) -> Any:
    markup = limits.checked_markup(params.get("reply_markup"))
    if markup and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    wanted = {key: value for key, value in content.items() if key != "reply_markup"}
    if markup and markup["inline_keyboard"]:
        wanted["reply_markup"] = markup
    present = {key: message[key] for key in _CONTENT if key in message}
    if wanted == present:
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a current "
            "content and reply markup of the message"
        )
    for key in _CONTENT:
        message.pop(key, None)
    message.update(wanted, edit_date=int(fake.clock()))
    return _public(message)


def _editable(fake: FakeTelegram, params: Params) -> dict[str, Any]:
    chat = fake.chat_for_bot(params.get("chat_id"))
    message = chat.messages.get(int(params.get("message_id", 0)))
    if message is None:
        raise bad("message to edit not found")
    if not message["from"]["is_bot"] or message.get("_fixed"):
        raise bad("message can't be edited")
    return message


def _delete(fake: FakeTelegram, params: Params, files: Files) -> Any:
    chat = fake.chat_for_bot(params.get("chat_id"))
    message = chat.messages.get(int(params.get("message_id", 0)))
    if message is None:
        raise bad("message to delete not found")
    if fake.clock() - message["date"] > 48 * 3600:
        raise bad("message can't be deleted")
    del chat.messages[message["message_id"]]
    return True


def _answer_query(fake: FakeTelegram, params: Params, files: Files) -> Any:
    query = str(params.get("callback_query_id", ""))
    if query not in fake.queries:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    fake.queries[query] = str(params.get("text", "")) or "✓"
    return True


def _chat_action(fake: FakeTelegram, params: Params, files: Files) -> Any:
    if params.get("action") not in limits.ACTIONS:
        raise bad("wrong parameter action in request")
    fake.chat_for_bot(params.get("chat_id")).action = str(params["action"])
    fake.changed()
    return True


def _set_commands(fake: FakeTelegram, params: Params, files: Files) -> Any:
    fake.commands = limits.checked_commands(params.get("commands") or ())
    return True


def _set_webhook(fake: FakeTelegram, params: Params, files: Files) -> Any:
    url, secret = str(params.get("url", "")), str(params.get("secret_token", ""))
    if url:
        limits.check_webhook(url, secret)
    fake.webhook = {"url": url, "secret": secret} if url else {}
    fake.changed()
    return True


def _webhook_info(fake: FakeTelegram, params: Params, files: Files) -> Any:
    waiting = len(fake.updates)
    return {"url": fake.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": waiting}


def _delete_webhook(fake: FakeTelegram, params: Params, files: Files) -> Any:
    fake.webhook = {}
    if params.get("drop_pending_updates"):
        fake.updates.clear()
    return True


def _get_file(fake: FakeTelegram, params: Params, files: Files) -> Any:
    file_id = str(params.get("file_id", ""))
    if file_id not in fake.files:
        raise bad("wrong file_id or the file is temporarily unavailable")
    _name, data = fake.files[file_id]
    if len(data) > limits.LARGEST_DOWNLOAD:
        raise bad("file is too big")
    return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(data), "file_path": fake.link(file_id)}


def _photo(fake: FakeTelegram, given: str, files: Files) -> list[dict[str, Any]]:
    """A photo in the one size that the fake keeps."""
    about = _document(fake, given, files, photo=True)
    size = {"width": 794, "height": 1123}
    return [{key: one for key, one in about.items() if key != "file_name"} | size]


def _document(fake: FakeTelegram, given: str, files: Files, *, photo: bool = False) -> dict[str, Any]:
    """A document that was uploaded with the call, or is known by its id."""
    if given in fake.files:
        name, data = fake.files[given]
        return {"file_id": given, "file_unique_id": given, "file_name": name, "file_size": len(data)}
    name = given.removeprefix("attach://") if given.startswith("attach://") else "document"
    if name not in files:
        raise bad("there is no document in the request")
    name, data = files[name]
    limits.check_upload(data, photo=photo)
    file_id = fake.keep_file(name, data)
    return {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": len(data)}


def _caption(params: Params) -> dict[str, str]:
    caption = limits.checked_caption(str(params.get("caption", "")))
    return {"caption": caption} if caption else {}


def _public(message: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in message.items() if not key.startswith("_")}


METHODS: Mapping[str, Callable[[FakeTelegram, Params, Files], Any]] = {
    "getme": _get_me,
    "sendmessage": _send_message,
    "senddocument": _send_document,
    "sendphoto": _send_photo,
    "editmessagetext": _edit_text,
    "editmessagemedia": _edit_media,
    "editmessagereplymarkup": _edit_markup,
    "deletemessage": _delete,
    "answercallbackquery": _answer_query,
    "sendchataction": _chat_action,
    "setmycommands": _set_commands,
    "getmycommands": lambda fake, params, files: fake.commands,
    "setwebhook": _set_webhook,
    "getwebhookinfo": _webhook_info,
    "deletewebhook": _delete_webhook,
    "getfile": _get_file,
}
"""By name in lower case, as the service compares them. `getUpdates` waits, so it lives in the server."""
