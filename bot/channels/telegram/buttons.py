"""Buttons: short codes that fit into 64 bytes, the keyboard below the input box, and the menu of commands.

A code names the turn it was shown in (by the key of the update that was answered) and its place among the buttons of that
turn; what it means stands in the stored answer, so that it works after a restart and in every process. It is bound to the
chat by a digest: the clients of others may send whatever they like. What cannot be found any more is an old button.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from bot.channels.telegram.payload import Key
from bot.channels.telegram.rich import units
from bot.dialogue.messages import Button, Reply
from bot.dialogue.words import Command

LONGEST_DATA = 64
MOST_BUTTONS = 96
STALE = "stale:"
"""The code of a button whose meaning cannot be found any more; the dialogue knows no such verb and says that it is old."""

BOARD: Final = (("上一题", "跳过", "进度", "人工"),)
"""The keyboard below the input box; the dialogue understands the words."""

MENU: Final = (
    ("start", "开始，或回到现在的问题", ""),
    ("programs", "选项目", Command.SWITCH),
    ("match", "我们单位能报哪个", Command.MATCH),
    ("ask", "问指南", Command.ASK),
    ("judge", "查资格", Command.JUDGE),
    ("fill", "开始填表，或接着填", Command.FILL),
    ("progress", "看进度", Command.PROGRESS),
    ("preview", "看已填的内容", Command.PREVIEW),
    ("review", "形式审查", Command.REVIEW),
    ("export", "导出申报书", Command.EXPORT),
    ("materials", "要交哪些材料", Command.MATERIALS),
    ("back", "上一题", Command.BACK),
    ("skip", "跳过这一题", Command.SKIP),
    ("undo", "撤销刚才的", Command.UNDO),
    ("staff", "找人工", Command.STAFF),
    ("restart", "重新开始", Command.RESTART),
    ("help", "怎么用", Command.HELP),
    ("link", "换到网页或电脑上继续", ""),
    ("join", "在这里接着别处的材料填", ""),
    ("leave", "不再接着别处的材料", ""),
    ("export_my_data", "下载我的全部资料", ""),
    ("forget", "忘掉一个项目", ""),
    ("delete_my_data", "删除我的全部资料", ""),
)
"""Command, its words in the menu, and what it does."""
REQUESTS: Final = {
    "link": "link", "join": "join", "leave": "leave", "export_my_data": "export", "forget": "forget",
    "delete_my_data": "delete",
}  # fmt: skip
"""Commands about a person's own data; see `personal`."""
COMMANDS: Final = {name: f"do:{command}" for name, _, command in MENU if command}


def offered(replies: Sequence[Reply]) -> tuple[Button, ...]:
    """The buttons of a turn in order: the choices last shown, then what else may be done; each code once."""
    choices: tuple[Button, ...] = ()
    actions: dict[str, Button] = {}
    for reply in replies:
        choices = reply.choices or choices
        actions.update({one.code: one for one in reply.actions})
    found = {one.code: one for one in (*choices, *actions.values())}
    return tuple(found.values())[:MOST_BUTTONS]


def short_code(key: str, place: int, address: str, code: str) -> str:
    """What a button carries: the turn it belongs to, its place there, and the digest that binds it to the chat."""
    return f"{key}.{place}.{_digest(key, address, code)}"


def split_code(data: str) -> tuple[str, int, str] | None:
    """Turn, place and digest of a short code; None when it is none."""
    key, _, rest = data.partition(".")
    place, _, digest = rest.partition(".")
    return (key, int(place), digest) if key and place.isdecimal() and len(place) <= 3 and digest else None


def meaning(key: str, place: int, digest: str, address: str, replies: Sequence[Reply]) -> str:
    """The dialogue's code that the short one stands for, or the code of an old button."""
    buttons = offered(replies)
    if place >= len(buttons) or _digest(key, address, buttons[place].code) != digest:
        return f"{STALE}{key}"
    return buttons[place].code


def _digest(key: str, address: str, code: str) -> str:
    return hashlib.sha256(f"{key}|{address}|{code}".encode()).hexdigest()[:10]


def rows(keys: Sequence[Key], widest: int = 22, most: int = 4) -> tuple[tuple[Key, ...], ...]:
    """The buttons in rows that a phone can show: short words beside each other, long ones alone."""
    lines: list[list[Key]] = []
    room = 0
    for key in keys:
        width = 2 + units(key.text) * 2
        if not lines or width > room or len(lines[-1]) >= most:
            lines.append([])
            room = widest * 2
        lines[-1].append(key)
        room -= width
    return tuple(tuple(line) for line in lines)
