"""Words about answers on the table: which of them are right (确认, 确认 1 3 5, 除了2), and whether a message is a block of answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from bot.dialogue.words import fold, simplified
from forms.models import Field
from forms.recognising import Recognised, recognise
from programs.cleaning import narrow

SHORTEST_BLOCK = 8
_SEPARATED = re.compile(r"[:：=\t]|是|为|\S[ \u3000]+\S")
_ALL_WORDS = "确认 全部确认 都确认 确认全部 全部 全都要 都对 全对 都要 全要 都是对的 没问题 确认无误 好的 是 对 可以 行 存吧 保存 记下 采用 全部采用"
_NONE_WORDS = "取消 不要 都不要 全不要 不用 算了 不确认 不对 都不对 放弃 否 不 不存 不保存"
_ALL = frozenset(map(fold, _ALL_WORDS.split()))
_NONE = frozenset(map(fold, _NONE_WORDS.split()))
_BUT = re.compile(
    r"^(?:确认)?(?:除了|除|除去|不要|去掉|不含|别要|排除)(.+?)(?:以外|之外|外)?(?:的|都|全|要|对|确认|其他|其余|，|,|\s)*$"
)
_ONLY = re.compile(r"^(?:只|就|仅)?(?:确认|要|选|采用|保存|存)?(?:第)?(.+?)(?:项|条|个|对|是对的|要)?$")
_NUMBERS = re.compile(r"[\d\s,，、;；和与及第项条个到至~～-]+")
_RANGE = re.compile(r"(\d{1,3})\s*(?:到|至|-|~|～)\s*(\d{1,3})")


def choice_of(text: str, numbers: Collection[int]) -> tuple[int, ...] | None:
    """The numbers that are right by these words, () for none of them; None when the words say nothing about them."""
    plain = simplified(narrow(text)).strip().rstrip("。.!！")
    folded = fold(plain)
    if folded in _ALL:
        return tuple(sorted(numbers))
    if folded in _NONE:
        return ()
    if (but := _BUT.match(plain)) and (named := _named(but[1])):
        return tuple(sorted(set(numbers) - named)) if named <= set(numbers) else None
    if (only := _ONLY.match(plain)) and (named := _named(only[1])):
        return tuple(sorted(named)) if named <= set(numbers) else None
    return None


def _named(words: str) -> set[int]:
    """The numbers that the words list, ranges spelled out; none when they are anything but numbers."""
    if not _NUMBERS.fullmatch(words):
        return set()
    found: set[int] = set()
    for first, last in _RANGE.findall(words):
        if int(first) <= int(last) <= int(first) + 200:
            found |= set(range(int(first), int(last) + 1))
    return found | {int(number) for number in re.findall(r"\d{1,3}", _RANGE.sub(" ", words))}


def block_in(text: str, fields: Mapping[str, Field]) -> Recognised | None:
    """What a message holds when it is plainly a block of answers; None for everything else."""
    if len(text) < SHORTEST_BLOCK or len(_SEPARATED.findall(text)) < 2:
        return None
    found = recognise(text, fields)
    return found if found.is_block else None
