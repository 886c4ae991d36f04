"""What somebody tells of the organisation in passing: 我们是常州的大学，能报哪个; 协会能申请哪些项目; 常州示例大学.

Only what is said is taken: the kind of applicant in the words of the organisation's own field, and the place in the words
of the programmes. Where two kinds are named none is taken, and it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dialogue.models import World
from bot.dialogue.program_names import kinds_of
from bot.dialogue.words import simplified

_WHICH = r"(?:哪一个|哪个|哪些|哪几个|哪几项|哪项|哪种|哪类|什么样的|什么|啥|几个|那个|那些)"
_APPLY = r"(?:申报|申请|报名|报|参加|参与)"
_THING = r"(?:项目|计划|专项|政策|的项目)"
_END = r"(?:比较)?(?:合适|好|最合适)?(?:呢|呀|啊|吗|嘛|的)?[?？。!！\s]*$"
_ASKS_WHICH = re.compile(
    rf"{_APPLY}(?:得了)?{_WHICH}{_THING}?{_END}"
    rf"|(?:有)?(?:哪些|哪个|什么|啥|没有|多少){_THING}(?:是)?.{{0,6}}?(?:能|可以|适合|符合).{{0,8}}?(?:{_APPLY}|我们|单位)(?:的)?{_END}"
    rf"|{_WHICH}{_THING}?(?:比较)?(?:适合|符合|对口)(?:我们?|本单位|贵单位)?.{{0,12}}{_END}"
    rf"|适合{_WHICH}{_THING}?{_END}"
)
_ABOUT_US = re.compile(
    r"^(?:我们?|咱们?|我们?单位|本单位|单位)(?:这边|这里)?(?:是|就是|属于|算)(?:一[家所个])?.{2,30}$"
)
_ORGANISATION = re.compile(
    r"^[\u4e00-\u9fff（）()·A-Za-z0-9]{4,30}(?:大学|学院|公司|协会|学会|商会|联盟|研究院|研究所|管委会|集团|事务所|有限合伙)$"
)
_TOWN = re.compile(r"(?:是|在|来自|位于)?([\u4e00-\u9fff]{2,3}?(?:省|市))")
_LONGEST = 60
KIND, PLACE = "applicant_kind", "registered_place"


def asks_which(text: str) -> bool:
    """Whether the message asks which programmes one may apply for."""
    return len(text) <= _LONGEST and bool(_ASKS_WHICH.search(simplified(text)))


def speaks_of_itself(text: str) -> bool:
    """Whether the message says what the organisation is, or is its name."""
    plain = simplified(text).strip()
    return "\n" not in plain and bool(_ABOUT_US.match(plain) or _ORGANISATION.match(plain))


def says_what_it_is(text: str) -> bool:
    """Whether the message is a sentence of what the organisation is (我们是一家国企)."""
    return "\n" not in text and bool(_ABOUT_US.match(simplified(text).strip()))


def told(text: str, world: World) -> dict[str, str]:
    """Kind of applicant and place, as far as the message tells them: values of the organisation's own fields."""
    plain = simplified(text)
    found: dict[str, str] = {}
    if KIND in world.shared and (kind := _kind(plain, kinds_of(world.shared))):
        found[KIND] = kind
    if PLACE in world.shared and (place := _place(plain, world)):
        found[PLACE] = place
    return found


def _kind(text: str, kinds: Mapping[str, tuple[str, ...]]) -> str:
    """The one kind that is named; a longer name hides the shorter ones inside it."""
    words = sorted(((word, kind) for kind, names in kinds.items() for word in names), key=lambda one: -len(one[0]))
    found: set[str] = set()
    for word, kind in words:
        if word != "其他" and word in text:
            found.add(kind)
            text = text.replace(word, "　")
    return found.pop() if len(found) == 1 else ""


def _place(text: str, world: World) -> str:
    """The place that is named: a programme's, by whatever name, or a town by its full name."""
    names = {
        name: pack.manifest.region
        for pack in world.packs.values()
        if pack.manifest.region != "全国"
        for name in pack.manifest.region_names
        if len(name) >= 2 and not name.isascii()
    }
    for name in sorted(names, key=len, reverse=True):
        if name in text:
            return name if name in names[name] else names[name]
    town = _TOWN.search(text)
    return town[1] if town is not None else ""
