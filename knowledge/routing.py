"""Which programme a question is about: chosen before, named in it, meant by its place, or open.

A name is any alias of a pack found in the question, the longest first; a name that the chosen programme's own guide uses
(`附件1`, `运营中心`) does not lead away from it. A place stands for all programmes of that place, narrowed by who is asking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from knowledge.chinese import normalise
from knowledge.shared import SharedQuestions
from programs.models import ApplicantKind
from programs.registry import Pack

_COMPARE = re.compile(
    r"区别|差在|差别|差好?多少?|不同|不一样|一样[吗不么多高长]|一样$|相同|对比|比较|比一比|对一下|比(?:起来|着)|[哪谁](?:个|家|边|头|份)?(?:大方|更|高|多|好|容易|划算|严|狠|松|久|长|阔|给|门槛|要求|宽)|"
    r"两边|分别|各(?:家|自|是|要)|[这那][几两俩三四](?:个|家)?|哪些.*哪些|都要|又(?:是|要)|(?:和|跟|与).{2,12}(?:哪个|谁|哪家|哪边|比)|比.{2,12}(?:多|少|高|低|严|松|长|短)"
)
_JOINER = re.compile(r"和|跟|与|及|、|还有|同|vs|对比", re.IGNORECASE)
_LEFT_JOINER = re.compile(r"(?<=\s)(?:和|跟|与|及|、|还有|同|vs|对比)(?=[\s，,])", re.IGNORECASE)
_JOINED_WITHIN = 14
_NOT_A_PLACE = re.compile(
    r"国家知识产权局|国家局|国知局|国家专利局|国家级|国家标准|国家阶段|国家规定|国家政策|国家发布|国家奖|国家重点|国家和地区|(?:哪些|哪几个|哪个|几个|多少|什么|其他|别的|这些)国家|国家或|国内外|外国|发达国家|"
    r"北京时间|北京大学|上海交大|上海代办处|上海知识产权交易中心|上海技术交易所|重庆大学(?![院和、或])|常州大学(?![院和、或])"
)
_ONESELF = re.compile(
    r"(?:我|咱|俺|本)(?:们|校|所|院|司|是|在|这|家|市|单位|的|一|个|方|省|区|县|搞|做|管)?[^，。？！]{0,12}"
)
_SUBJECT = re.compile(r"^([^，。？！,?!]{2,8}?)(?:能|可以|可不可以|想|要|会|怎么|该|有没有)")
"""Whom a question speaks of when it begins with it: 高校院所能拿多少钱."""
_HERE_TOO = re.compile(r"这里|这个|这边|这头|我们这|咱这|也|又|跟|比|一样")
_ALONG = re.compile(r"(?:在|到|去|跑|寄|送|飞|往|从|来自|递|交|还是|直达|直送|顺丰)(?:到|去|往|给)?$")
"""Words before a place that is only where something lies or goes."""
_MEANT = re.compile(r"^(?:那|这|的(?:项目|指南|计划|政策|通知|那|这)|呢|报|申|项目|指南|计划|市?的?知识产权运营|协会)")
"""Words after a place that stands for its programme."""
_ALL_OF_THEM = re.compile(r"这[几些四]|哪[些几].*哪[些几]|[四4]个(?:计划|项目)|都有")
_FULL, _BRIEF = "知识产权", "知产"
_SHORT_NAME = 4
_LEAST_LEFT = 4
_NAME_ENDS = r"[和跟与比及是、，,。？?！!\s哪谁给分各都要差有最]|$"
"""What follows a name."""
_COMPARING = re.compile(
    r"(?:[哪谁](?:个|家|边|头|份)|两边|这边|那边|差好?多少?|区别|差别|(?:是不是|有[啥什]么?)?(?:不一样|一样多?|相同|不同)(?:吗|不|么)?|比(?:起来|一比|比看)?|分别|各自|更(?:高|多|狠|严|久|大方|划算)?)"
)
"""Words that only say that two are held side by side."""
Mode = Literal["chosen", "named", "compare", "group", "open", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Route:
    """What a question was taken to be about."""

    mode: Mode
    programs: tuple[str, ...]
    """The programmes to search, the chosen one first."""
    place: str = ""
    """The place no guide is for, in mode `elsewhere`."""
    rest: str = ""
    """The question without the names that were found in it."""
    hints: Mapping[str, int] = field(default_factory=dict)
    """Of several programmes, how many words of the question stand in the names of one of them alone."""


class Router:
    """Knows the names of all programmes."""

    def __init__(self, packs: Mapping[str, Pack], shared: SharedQuestions) -> None:
        self._packs = packs
        self._shared = shared
        names: dict[str, set[str]] = {}
        self._regions: dict[str, list[str]] = {}
        for slug, pack in packs.items():
            manifest = pack.manifest
            for name in (manifest.name, manifest.short_name, *manifest.aliases):
                if len(key := _squeeze(name)) > 1:
                    names.setdefault(key, set()).add(slug)
            for region in manifest.region_names:
                self._regions.setdefault(_squeeze(region), []).append(slug)
        self._names = sorted(
            ((key, slugs) for key, slugs in names.items() if key not in self._regions), key=lambda item: -len(item[0])
        )
        self._own_words = lru_cache(maxsize=64)(lambda slug: _squeeze(packs[slug].guide.official_text))

    def route(self, question: str, chosen: str | None, asker: str | None = None, *, said: str = "") -> Route:
        """Where to look for the answer; `chosen` is the programme of the conversation, `asker` an applicant kind.

        `said` are the person's own words, before fillers such as 我们 were taken out of `question`.
        """
        text = _squeeze(question)
        named, names = self._named(text, chosen)
        region, places = self._region(text, names, settled=bool(chosen or named))
        rest = _without(question, [*names, *places])
        compare = bool(_COMPARE.search(text))
        aside = _without_comparing(self._without_all_names(rest, question, [*names, *places]))
        if chosen:
            elsewhere = [slug for slug in region if not self._same_region(slug, [chosen])]
            others = [slug for slug in named if slug != chosen] or elsewhere
            if not others or (not named and len(others) > 1 and not compare):
                return Route("chosen", (chosen,), rest=question)
            if compare or _HERE_TOO.search(text) or chosen in named:
                return Route("compare", (chosen, *others), rest=aside)
            return Route("named", tuple(others), rest=rest)
        kinds = self.askers(_squeeze(said or question), asker, region)
        if named:
            found = (*named, *self._hinted([slug for slug in region if not self._same_region(slug, named)], text))
            if compare and len(found) == 1:
                left = text
                for name in names:
                    left = left.replace(name, "\n")
                found = (*found, *self._hints(left, [slug for slug in region if slug not in found]))
            if len(found) > 1 and (compare or len(named) > 1 or _side_by_side(text, [*names, *places])):
                return Route("compare", found, rest=aside)
            return Route("named" if len(found) == 1 else "group", found, rest=rest)
        if region:
            places_named = len({self._packs[slug].manifest.region for slug in region})
            together = places_named > 1 and (compare or _side_by_side(text, places))
            if together or (len(region) > 1 and _ALL_OF_THEM.search(text)):
                return Route("compare", tuple(self._hinted(region, text)), rest=aside)
            narrowed = self._narrow(region, kinds)
            hints = self._hints(text, region)
            if len(hints) > 1 and compare:
                return Route("compare", tuple(hints), rest=aside)
            return Route("named" if len(narrowed) == 1 else "group", tuple(narrowed), rest=rest, hints=hints)
        for place in self._shared.other_places:
            if place in text:
                return Route("elsewhere", (), place=place, rest=question)
        return Route("open", tuple(self._narrow(list(self._packs), kinds, strict=True)), rest=question)

    def askers(self, text: str, asker: str | None = None, region: Sequence[str] = ()) -> frozenset[ApplicantKind]:
        """The kinds of organisation that ask: told before, said of oneself (`我们学校`), or said of a place (`常州的大学`)."""
        told = frozenset({ApplicantKind(asker)}) if asker in set(ApplicantKind) else frozenset()
        said = "".join(match.group() for match in _ONESELF.finditer(text)) + "".join(_SUBJECT.findall(text))
        if region:
            places = "|".join(re.escape(name) for name in self._regions if name in text) or r"(?!)"
            said += "".join(match.group(1) for match in re.finditer(rf"(?:{places})(.{{1,6}})", text))
        return told | {kind for kind, words in self._shared.askers.items() if any(word in said for word in words)}

    def _named(self, text: str, chosen: str | None) -> tuple[list[str], list[str]]:
        """The programmes whose names stand in the text, and those names."""
        found: list[str] = []
        names: list[str] = []
        own = self._own_words(chosen) if chosen in self._packs else ""
        for name, slugs in self._names:
            if name not in text or (len(slugs) > 1 and chosen not in slugs):
                continue
            if chosen and chosen not in slugs and (name in own or (len(name) < _SHORT_NAME and "附件" not in name)):
                continue
            found += [slug for slug in ([chosen] if chosen in slugs else sorted(slugs)) if slug and slug not in found]
            names.append(name)
            text = text.replace(name, "\n")
        return found, names

    def _region(self, text: str, names: Sequence[str], *, settled: bool) -> tuple[list[str], list[str]]:
        """The programmes of the places in the text outside of `names`, and those places.

        When a programme is `settled` already, a place things only lie in or go to (总部在上海, 寄到北京) leads nowhere.
        """
        found: list[str] = []
        places: list[str] = []
        for name in names:
            text = text.replace(name, "\n")
        text = _NOT_A_PLACE.sub(" ", text)
        for place in sorted((place for place in self._regions if place in text), key=len, reverse=True):
            if settled:
                text = re.sub(re.escape(place), lambda match: " " if _in_passing(match) else match.group(), text)
            if place in text:
                found += [slug for slug in self._regions[place] if slug not in found]
                places.append(place)
                text = text.replace(place, " ")
        return found, places

    def _hints(self, text: str, slugs: Sequence[str]) -> dict[str, int]:
        """How many pairs of characters of the text stand in the names of only one of `slugs`; those with none are left out."""
        pairs = {
            slug: {pair for name, owners in self._names if slug in owners for pair in _pairs(name)} for slug in slugs
        }
        asked = _pairs(text)
        told = {
            slug: len(asked & own - {pair for other in slugs if other != slug for pair in pairs[other]})
            for slug, own in pairs.items()
        }
        return {slug: count for slug, count in told.items() if count}

    def _hinted(self, slugs: Sequence[str], text: str) -> list[str]:
        """Of the programmes of one place those whose names the text hints at, if any."""
        kept: list[str] = []
        for slug in slugs:
            neighbours = [other for other in slugs if self._same_region(other, [slug])]
            hints = self._hints(text, neighbours) if len(neighbours) > 1 else {}
            if not hints or slug in hints:
                kept.append(slug)
        return kept

    def _without_all_names(self, rest: str, question: str, names: Sequence[str]) -> str:
        """What is left of a comparison once names and places are taken out together with the bits of names that follow them."""
        if not names:
            return rest
        forms = sorted({form for name in names for form in (name, name.replace(_BRIEF, _FULL))}, key=len, reverse=True)
        spelled = "".join(sorted({char for name, _ in self._names for char in name} | set(_FULL)))
        tail = rf"(?:给[{re.escape(spelled)}]{{1,6}}的(?=[，,和跟]))?[{re.escape(spelled)}]{{0,12}}?(?:的?那个|那边|那头|那家|这个|那)?"
        after = rf"(?:{'|'.join(map(re.escape, forms))}){tail}(?={_NAME_ENDS})"
        stripped = _without(re.sub(after, " ", question), names)
        return stripped if len(_squeeze(stripped)) >= _LEAST_LEFT else rest

    def _same_region(self, slug: str, named: list[str]) -> bool:
        region = self._packs[slug].manifest.region
        return any(self._packs[other].manifest.region == region for other in named)

    def _narrow(self, slugs: list[str], kinds: frozenset[ApplicantKind], *, strict: bool = False) -> list[str]:
        """Of `slugs` those for such an applicant, those mainly for it if there are any; all when nothing is known."""
        fit = [slug for slug in slugs if kinds & set(self._packs[slug].manifest.applicants)]
        if strict:
            return fit or slugs
        mainly = [slug for slug in fit if kinds & set(self._packs[slug].manifest.applicants[:2])]
        return mainly or fit or slugs


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _in_passing(match: re.Match[str]) -> bool:
    """Whether the place matched is only where something lies or goes."""
    return bool(_ALONG.search(match.string[: match.start()])) and not _MEANT.search(match.string[match.end() :])


def _side_by_side(text: str, names: Sequence[str]) -> bool:
    """Whether two of the names stand joined in the text: 北京和重庆."""
    spots = sorted((text.find(name), len(name)) for name in names if name in text)
    between = [text[at + length : after] for (at, length), (after, _) in pairwise(spots)]
    return any(len(gap) <= _JOINED_WITHIN and _JOINER.search(gap) for gap in between)


def _without(question: str, names: Sequence[str]) -> str:
    """The question with the names taken out, unless nothing to ask would be left."""
    rest = question
    for name in names:
        for printed in (name, name.replace(_BRIEF, _FULL)):
            rest = rest.replace(printed, " ")
    rest = _LEFT_JOINER.sub(" ", f" {rest}")
    return rest if len(_squeeze(rest)) >= _LEAST_LEFT else question


def _without_comparing(rest: str) -> str:
    """What is asked of each, unless nothing would be left."""
    asked = _COMPARING.sub(" ", rest)
    return asked if len(_squeeze(asked)) >= _LEAST_LEFT else rest


def _squeeze(text: str) -> str:
    return re.sub(r"[\s·“”\"'《》【】（）()]", "", normalise(text)).replace(_FULL, _BRIEF)
