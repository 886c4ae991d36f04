"""Words about rows of a table: 删除第2行, 把第3行移到第1行, 第2行上移, 改第2行 金额 30, with or without the table's name in front.

Rows are counted from 1 as they stand now. What is said is only taken apart here; which table is meant, and whether there is
such a row or column, is found out where it is done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.dialogue.words import simplified
from programs.cleaning import narrow

_NUMBER = r"(?:[0-9]{1,4}|[一二三四五六七八九十百两]{1,5})"
_ROW = rf"(?:第\s*{_NUMBER}|最后一|{_NUMBER})\s*[行条]"
_PLEASE = r"(?:请|麻烦|帮我|我要|我想)*\s*"
_NAME = r"(?P<name>.{0,30}?)(?:的|里|中|里的|中的)?\s*"
_GONE = r"(?:删除掉?|删掉|删去|删了|去掉|删)"
_CHANGE = r"(?:修改|更改|更正|改正|重填|改一下|改)"
_SET = r"(?:改成|改为|改到|更正为|更正成|换成|设为|填成|填为)"
_WHERE = rf"(?:(?P<to>{_ROW})(?:的?(?P<beside>前面|上面|之前|后面|下面|之后))?|(?P<end>最前面?|开头|首行|最上面|最后面?|末尾|最下面))"
_FORMS = tuple(
    (verb, re.compile(pattern))
    for verb, pattern in (
        ("delete", rf"{_PLEASE}(?:把|将)?\s*{_NAME}(?P<row>{_ROW})\s*(?:给我)?{_GONE}(?:吧|了)?"),
        ("delete", rf"{_PLEASE}{_GONE}\s*{_NAME}(?P<row>{_ROW})(?:吧|了)?"),
        (
            "move",
            rf"{_PLEASE}(?:把|将)?\s*{_NAME}(?P<row>{_ROW})\s*(?:移动?|挪|调|放|换|排)(?:到|至|在)\s*{_WHERE}(?:去)?(?:吧)?",
        ),
        (
            "move",
            rf"{_PLEASE}(?:把|将)?\s*{_NAME}(?P<row>{_ROW})\s*(?P<step>(?:往|向)?上移|(?:往|向)?下移|提前|移后|靠前|靠后)(?:一[行位])?(?:吧)?",
        ),
        (
            "swap",
            rf"{_PLEASE}(?:把|将)?\s*{_NAME}(?P<row>{_ROW})\s*(?:和|与|跟)\s*(?P<to>{_ROW})\s*(?:交换|对调|互换|换一下)(?:位置)?(?:吧)?",
        ),
        ("edit", rf"{_PLEASE}{_CHANGE}\s*{_NAME}(?P<row>{_ROW})\s*(?P<rest>.*)"),
        ("edit", rf"{_PLEASE}(?:把|将)\s*{_NAME}(?P<row>{_ROW})\s*(?P<rest>.*{_SET}.+)"),
        ("edit", rf"{_NAME}(?P<row>{_ROW})\s*(?P<rest>.*{_SET}.+)"),
    )
)
_ROW_OF = re.compile(rf"({_NUMBER})\s*[行条]")
_JOINT = re.compile(rf"^[\s的：:，,]*(?:{_SET}|是|为|=|＝)?[\s：:，,]*")
LONGEST = 300
LAST = -1


@dataclass(frozen=True)
class RowWords:
    """What is to become of a row."""

    verb: Literal["delete", "move", "swap", "edit"]
    row: int
    """Counted from 1; `LAST` for the last one."""
    to: int = 0
    """Where it goes, or with which it is swapped."""
    name: str = ""
    """The table, when it was named."""
    rest: str = ""
    """For an edit the column and the new value as they were typed, or nothing for the whole row."""


def row_words(text: str) -> RowWords | None:
    """What the message says about a row, None when it says nothing of that kind."""
    if len(text) > LONGEST or "\n" in text or "\t" in text:
        return None
    plain = simplified(narrow(text)).strip().rstrip("。！!")
    for verb, pattern in _FORMS:
        if found := pattern.fullmatch(plain):
            said = found.groupdict()
            row = _place(said["row"])
            rest = text.strip()[found.start("rest") :] if said.get("rest") and len(text.strip()) >= len(plain) else ""
            to = _target(row, said)
            if row is not None and to is not None:
                return RowWords(verb, row, to, _name(said["name"]), rest.strip())  # type: ignore[arg-type]
    return None


def value_after(rest: str, name: str) -> str | None:
    """What is said for the column called `name` (金额 30 → 30), empty for nothing; None when they do not begin with it."""
    words = rest.lstrip(" 的")
    return _JOINT.sub("", words[len(name) :]).strip() if name and words.startswith(name) else None


def _target(row: int | None, said: dict[str, str | None]) -> int | None:
    """Where the row goes; 0 where it goes nowhere, None when that makes no sense."""
    if row is None:
        return None
    if end := said.get("end"):
        return LAST if end.startswith(("最后", "末", "最下")) else 1
    if step := said.get("step"):
        if row == LAST:
            return None
        return row - 1 if "上" in step or "前" in step else row + 1
    if not said.get("to"):
        return 0
    to, beside = _place(said["to"] or ""), said.get("beside") or ""
    if not beside or to is None or to == LAST:
        return to
    before = beside in ("前面", "上面", "之前")
    behind = row == LAST or row > to
    return to + (0 if before else 1) - (0 if behind else 1)


def _name(words: str | None) -> str:
    return (words or "").strip().removesuffix("的").strip(" “”\"'")


def _place(words: str | None) -> int | None:
    """The number in 第3行; `LAST` for 最后一行, None when there is none."""
    if words and "最后" in words:
        return LAST
    found = _ROW_OF.search(words or "")
    if found is None:
        return None
    return int(found[1]) if found[1].isdigit() else _chinese(found[1])


def _chinese(words: str) -> int:
    """1 to 199 in Chinese numerals; 0 for what is none."""
    digits = {char: number for number, char in enumerate("一二三四五六七八九", 1)} | {"两": 2}
    total, rest = 0, words
    for sign, times in (("百", 100), ("十", 10)):
        head, mark, tail = rest.partition(sign)
        if mark:
            total += (digits.get(head, 0) if head else 1) * times
            rest = tail
    return total + digits.get(rest, 0)
