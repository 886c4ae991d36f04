"""Questions the guides do not answer, kept so that nobody can be found in them, and brought together for the helpdesk.

Kept is the question without personal data, names of organisations and of people, and codes; the programme; the day. Not
kept is who asked, where, and at what time, so nothing has to be deleted when a person deletes their data.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from knowledge.chinese import grams, normalise, without_invisible
from knowledge.models import Answer
from knowledge.privacy import MASK, redact

KEPT_DAYS = 180
LONGEST = 120
SAME = 0.5
"""Questions whose pairs of characters are this much alike are told as one."""
_OTHERS_AT_MOST = 3
_NAMED = re.compile(
    r"([\u4e00-\u9fff（）()·]{2,24}?)(股份有限公司|有限责任公司|有限公司|合伙企业|事务所|研究院|研究所|公司|集团|大学|学院|医院)"
)
_BEFORE_NAME = re.compile(
    r".*(?:我们?|咱们?|俺们?|本|是|叫|在|给|由|跟|和|与|同|及|或|对|把|被|请问|帮|问|的|个|家|所|这|那|哪|每|有|无|能|可|要|为|"
    r"，|不|了|算|让|如果|作为|关于|联合)"
)
_NO_NAME = re.compile(
    r"(?:股份|有限|责任|分|子|母|总|民营|国有|国营|私营|上市|外资|合资|科技|中小|小微|初创|企业|咨询|评估|运营|服务|代理|专利|专业|知识产权|"
    r"律师|会计师?|关联|合作|外地|本地|外省|其他|别|多|几|[一二两三]|高等|民办|公办|职业|技术|普通|重点|综合性?|附属|科研|科学|院所|新型|"
    r"事业|产业|行业|独立|二级|省属|部属|市属|国内|国外|高|央企|集团|受让|转让|许可|成员|母体|控股|参股|机构|单位|交易|投资|转化|技术转移)+"
)
"""Words that say what kind of organisation it is, and not which."""
_PERSON = re.compile(
    r"(我叫|叫做|名叫|姓名(?:是|叫|为)?|联系人(?:是|叫|为)?|负责人(?:是|叫|为)?|法人(?:是|叫)|代表(?:是|叫))[:：]?[\u4e00-\u9fff]{2,4}"
    r"(?=$|[，,。.、；;！!？?\s（(]|的|想|要|今年|能|可)"
)
_CODE = re.compile(r"(?=[A-Za-z0-9-]*\d)[A-Za-z0-9][A-Za-z0-9-]{5,}")
_TIGHT = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that was refused, without anything that tells who asked."""

    program: str
    """Slug; empty where the question was about no programme in particular."""
    plain: str
    """The question normalised: what counts as the same question."""
    question: str
    """As it was asked, personal data removed."""
    topic: str = ""
    """What the guide is silent on, where that is known."""


@dataclass(frozen=True, slots=True)
class GapCount:
    """How often a question was refused on one day."""

    day: date
    gap: Gap
    count: int


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Questions that ask the same, for the helpdesk."""

    program: str
    topic: str
    question: str
    """The wording that was used most."""
    count: int
    first: date
    last: date
    others: tuple[str, ...] = field(default=())
    """Some other wordings."""


def gap_of(question: str, answer: Answer) -> Gap | None:
    """What to keep of a question and its answer; None where it was answered, asked back, or is none of our business."""
    if answer.status != "not_found":
        return None
    words = anonymous(question)
    plain = _TIGHT.sub("", normalise(words))
    return Gap(answer.program or "", plain, words, answer.topic) if plain.strip(_TIGHT.sub("", MASK)) else None


def anonymous(question: str) -> str:
    """The question, cut short, without numbers and names that lead to somebody."""
    text = redact(" ".join(without_invisible(question).encode("utf-8", "ignore").decode().split()))
    text = _PERSON.sub(lambda match: match.group(1) + MASK, text)
    text = _NAMED.sub(_without_name, text)
    return _CODE.sub(MASK, text)[:LONGEST]


def _without_name(match: re.Match[str]) -> str:
    before = _BEFORE_NAME.match(match.group(1))
    lead = before.group() if before else ""
    name = match.group(1)[len(lead) :]
    return match.group() if len(name) < 2 or _NO_NAME.fullmatch(name) else f"{lead}{MASK}{match.group(2)}"


def grouped(counts: Iterable[GapCount]) -> list[GapGroup]:
    """The gaps by what they ask, most frequent first; those on the same silent topic of a programme belong together."""
    groups: list[list[GapCount]] = []
    for one in sorted(counts, key=lambda one: (-one.count, one.gap.program, one.gap.plain, one.day)):
        near = next((group for group in groups if _same(group[0].gap, one.gap)), None)
        if near is None:
            groups.append([one])
        else:
            near.append(one)
    return sorted((_told(group) for group in groups), key=lambda group: (-group.count, group.program, group.question))


def _same(one: Gap, other: Gap) -> bool:
    if one.program != other.program:
        return False
    if one.topic or other.topic:
        return one.topic == other.topic
    mine, theirs = set(grams(one.plain, sizes=(2,))), set(grams(other.plain, sizes=(2,)))
    return one.plain == other.plain or len(mine & theirs) >= SAME * math.sqrt(max(len(mine) * len(theirs), 1))


def _told(group: Sequence[GapCount]) -> GapGroup:
    spoken: dict[str, tuple[int, str]] = {}
    for one in group:
        count, question = spoken.get(one.gap.plain, (0, one.gap.question))
        spoken[one.gap.plain] = (count + one.count, question)
    wordings = [question for _, question in sorted(spoken.values(), key=lambda pair: (-pair[0], pair[1]))]
    days = [one.day for one in group]
    total = sum(one.count for one in group)
    gap = group[0].gap
    return GapGroup(
        gap.program, gap.topic, wordings[0], total, min(days), max(days), tuple(wordings[1 : 1 + _OTHERS_AT_MOST])
    )
