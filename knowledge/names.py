"""The words of a question that name programmes and places or hold them side by side, and what is left to ask without them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from knowledge.chinese import normalise

COMPARE = re.compile(
    r"区别|差在|差别|差好?多少?|不同|不一样|一样[吗不么多高长]|一样$|相同|对比|比较|比一比|对一下|比(?:起来|着)|[哪谁](?:个|家|边|头|份)?(?:大方|更|高|多|好|容易|划算|严|狠|松|久|长|阔|给|门槛|要求|宽)|"
    r"两边|分别|各(?:家|自|是|要)|[这那][几两俩三四](?![年月天周次件条步期届])(?:个|家)?|哪些.*哪些|都要|又(?:是|要)|(?:和|跟|与).{2,12}(?:哪个|谁|哪家|哪边|比)|比.{2,12}(?:多|少|高|低|严|松|长|短)"
)
_JOINER = re.compile(r"和|跟|与|及|、|还有|同|vs|对比", re.IGNORECASE)
_LEFT_JOINER = re.compile(r"(?<=\s)(?:和|跟|与|及|、|还有|同|vs|对比)(?=[\s，,])", re.IGNORECASE)
_JOINED_WITHIN = 14
NOT_A_PLACE = re.compile(
    r"国家知识产权局|国家局|国知局|国家专利局|国家级|国家标准|国家阶段|国家规定|国家政策|国家发布|国家奖|国家重点|国家和地区|(?:哪些|哪几个|哪个|几个|多少|什么|其他|别的|这些)国家|国家或|国内外|外国|发达国家|"
    r"北京时间|北京大学|上海交大|上海代办处|上海知识产权交易中心|上海技术交易所|重庆大学(?![院和、或])|常州大学(?![院和、或])"
)
HERE_TOO = re.compile(r"这里|这个|这边|这头|我们这|咱这|也|又|跟|比|一样")
_ALONG = re.compile(r"(?:在|到|去|跑|寄|送|飞|往|从|来自|递|交|还是|直达|直送|顺丰)(?:到|去|往|给)?$")
"""Words before a place that is only where something lies or goes."""
_MEANT = re.compile(r"^(?:那|这|的(?:项目|指南|计划|政策|通知|那|这)|呢|报|申|项目|指南|计划|市?的?知识产权运营|协会)")
"""Words after a place that stands for its programme."""
ALL_OF_THEM = re.compile(r"这[几些四]|哪[些几].*哪[些几]|[四4]个(?:计划|项目)|都有")
_FULL, _BRIEF = "知识产权", "知产"
_LEAST_LEFT = 4
_NAME_ENDS = r"[和跟与比及是、，,。？?！!\s哪谁给分各都要差有最]|$"
"""What follows a name."""
_COMPARING = re.compile(
    r"(?:[哪谁](?:个|家|边|头|份)|两边|这边|那边|差好?多少?|区别|差别|(?:是不是|有[啥什]么?)?(?:不一样|一样多?|相同|不同)(?:吗|不|么)?|比(?:起来|一比|比看)?|分别|各自|更(?:高|多|狠|严|久|大方|划算)?)"
)
"""Words that only say that two are held side by side."""


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text."""
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def in_passing(match: re.Match[str]) -> bool:
    """Whether the place matched is only where something lies or goes."""
    return bool(_ALONG.search(match.string[: match.start()])) and not _MEANT.search(match.string[match.end() :])


def side_by_side(text: str, names: Sequence[str]) -> bool:
    """Whether two of the names stand joined in the text: 北京和重庆."""
    spots = sorted((text.find(name), len(name)) for name in names if name in text)
    between = [text[at + length : after] for (at, length), (after, _) in pairwise(spots)]
    return any(len(gap) <= _JOINED_WITHIN and _JOINER.search(gap) for gap in between)


def without(question: str, names: Sequence[str]) -> str:
    """The question with the names taken out, unless nothing to ask would be left."""
    rest = question
    for name in names:
        for printed in (name, name.replace(_BRIEF, _FULL)):
            rest = rest.replace(printed, " ")
    rest = _LEFT_JOINER.sub(" ", f" {rest}")
    return rest if len(squeeze(rest)) >= _LEAST_LEFT else question


def without_comparing(rest: str) -> str:
    """What is asked of each, unless nothing would be left."""
    asked = _COMPARING.sub(" ", rest)
    return asked if len(squeeze(asked)) >= _LEAST_LEFT else rest


def squeeze(text: str) -> str:
    """A text as names are compared: normalised, without white space and quotation marks, 知识产权 cut short."""
    return re.sub(r"[\s·“”\"'《》【】（）()]", "", normalise(text)).replace(_FULL, _BRIEF)


def without_all_names(question: str, names: Sequence[str], spelled: Collection[str]) -> str:
    """What is left of a comparison once names are taken out together with the bits of names that follow them.

    `spelled` are the characters that names are made of; the question stays as it is when nothing to ask would be left.
    """
    forms = sorted({form for name in names for form in (name, name.replace(_BRIEF, _FULL))}, key=len, reverse=True)
    letters = re.escape("".join(sorted({*spelled, *_FULL})))
    tail = rf"(?:给[{letters}]{{1,6}}的(?=[，,和跟]))?[{letters}]{{0,12}}?(?:的?那个|那边|那头|那家|这个|那)?"
    after = rf"(?:{'|'.join(map(re.escape, forms))}){tail}(?={_NAME_ENDS})"
    return without(re.sub(after, " ", question), names)
