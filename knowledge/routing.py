"""Which programme a question is about: chosen before, named in it, meant by its place, or open.

A name is any alias of a pack found in the question, the longest first; a name that the chosen programme's own guide uses
(`附件1`, `运营中心`) does not lead away from it. A place stands for all programmes of that place, narrowed by who is asking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from knowledge.chinese import normalise
from knowledge.shared import SharedQuestions
from programs.models import ApplicantKind
from programs.registry import Pack

_COMPARE = re.compile(
    r"区别|差在|差别|差多少|不同|不一样|一样[吗不么]|一样$|相同|对比|比较|比一比|对一下|哪个(?:大方|更|高|多|好|容易|划算|严)|"
    r"两边|分别|各(?:家|自|是|要)|这[几两三四](?:个|家)|哪些.*哪些|都要|又(?:是|要)|和.{2,12}(?:哪个|谁)"
)
_JOINER = re.compile(r"和|跟|与|及|、|还有|同|vs|对比", re.IGNORECASE)
_LEFT_JOINER = re.compile(r"(?<=\s)(?:和|跟|与|及|、|还有|同|vs|对比)(?=\s)", re.IGNORECASE)
_JOINED_WITHIN = 14
_NOT_A_PLACE = re.compile(
    r"国家知识产权局|国家局|国知局|国家专利局|国家级|国家标准|国家阶段|国家规定|国家政策|国家发布|国家奖|国家重点|国家和地区|(?:哪些|哪几个|哪个|几个|多少|什么|其他|别的|这些)国家|国家或|国内外|外国|发达国家|"
    r"北京时间|北京大学|上海交大|上海代办处|上海知识产权交易中心|上海技术交易所|重庆大学|常州大学"
)
_ONESELF = re.compile(
    r"(?:我|咱|俺|本)(?:们|校|所|院|司|是|在|这|家|市|单位|的|一|个|方|省|区|县|搞|做|管)?[^，。？！]{0,12}"
)
_HERE_TOO = re.compile(r"这里|这个|也|又")
_ALL_OF_THEM = re.compile(r"这[几些四]|哪[些几].*哪[些几]|[四4]个(?:计划|项目)|都有")
_SHORT_NAME = 4
_LEAST_LEFT = 4
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
        self._own_words = {slug: _squeeze(pack.guide.official_text) for slug, pack in packs.items()}

    def route(self, question: str, chosen: str | None, asker: str | None = None, *, said: str = "") -> Route:
        """Where to look for the answer; `chosen` is the programme of the conversation, `asker` an applicant kind.

        `said` are the person's own words, before fillers such as 我们 were taken out of `question`.
        """
        text = _squeeze(question)
        named, names = self._named(text, chosen)
        region, places = self._region(text, names)
        rest = _without(question, [*names, *places])
        compare = bool(_COMPARE.search(text))
        if chosen:
            elsewhere = [slug for slug in region if not self._same_region(slug, [chosen])]
            others = [slug for slug in named if slug != chosen] or elsewhere
            if not others or (not named and len(others) > 1 and not compare):
                return Route("chosen", (chosen,), rest=question)
            if compare or _HERE_TOO.search(text) or chosen in named:
                return Route("compare", (chosen, *others), rest=rest)
            return Route("named", tuple(others), rest=rest)
        kinds = self.askers(_squeeze(said or question), asker, region)
        if named:
            found = (*named, *(slug for slug in region if not self._same_region(slug, named)))
            if len(found) > 1 and (compare or _side_by_side(text, [*names, *places])):
                return Route("compare", found, rest=rest)
            return Route("named" if len(found) == 1 else "group", found, rest=rest)
        if region:
            places_named = len({self._packs[slug].manifest.region for slug in region})
            together = places_named > 1 and (compare or _side_by_side(text, places))
            if together or (len(region) > 1 and _ALL_OF_THEM.search(text)):
                return Route("compare", tuple(region), rest=rest)
            narrowed = self._narrow(region, kinds)
            return Route("named" if len(narrowed) == 1 else "group", tuple(narrowed), rest=rest)
        for place in self._shared.other_places:
            if place in text:
                return Route("elsewhere", (), place=place, rest=question)
        return Route("open", tuple(self._narrow(list(self._packs), kinds, strict=True)), rest=question)

    def askers(self, text: str, asker: str | None = None, region: Sequence[str] = ()) -> frozenset[ApplicantKind]:
        """The kinds of organisation that ask: told before, said of oneself (`我们学校`), or said of a place (`常州的大学`)."""
        told = frozenset({ApplicantKind(asker)}) if asker in set(ApplicantKind) else frozenset()
        said = "".join(match.group() for match in _ONESELF.finditer(text))
        if region:
            places = "|".join(re.escape(name) for name in self._regions)
            said += "".join(match.group(1) for match in re.finditer(rf"(?:{places})(.{{1,6}})", text))
        return told | {kind for kind, words in self._shared.askers.items() if any(word in said for word in words)}

    def _named(self, text: str, chosen: str | None) -> tuple[list[str], list[str]]:
        """The programmes whose names stand in the text, and those names."""
        found: list[str] = []
        names: list[str] = []
        own = self._own_words.get(chosen or "", "")
        for name, slugs in self._names:
            if name not in text or (len(slugs) > 1 and chosen not in slugs):
                continue
            if chosen and chosen not in slugs and (name in own or (len(name) < _SHORT_NAME and "附件" not in name)):
                continue
            found += [slug for slug in ([chosen] if chosen in slugs else sorted(slugs)) if slug and slug not in found]
            names.append(name)
            text = text.replace(name, "\n")
        return found, names

    def _region(self, text: str, names: Sequence[str]) -> tuple[list[str], list[str]]:
        """The programmes of the places in the text outside of `names`, and those places."""
        found: list[str] = []
        places: list[str] = []
        for name in names:
            text = text.replace(name, "\n")
        text = _NOT_A_PLACE.sub(" ", text)
        for place in sorted(self._regions, key=len, reverse=True):
            if place in text:
                found += [slug for slug in self._regions[place] if slug not in found]
                places.append(place)
                text = text.replace(place, " ")
        return found, places

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


def _side_by_side(text: str, names: Sequence[str]) -> bool:
    """Whether two of the names stand joined in the text: 北京和重庆."""
    spots = sorted((text.find(name), len(name)) for name in names if name in text)
    between = [text[at + length : after] for (at, length), (after, _) in pairwise(spots)]
    return any(len(gap) <= _JOINED_WITHIN and _JOINER.search(gap) for gap in between)


def _without(question: str, names: Sequence[str]) -> str:
    """The question with the names taken out, unless nothing to ask would be left."""
    rest = question
    for name in names:
        rest = rest.replace(name, " ")
    rest = _LEFT_JOINER.sub(" ", f" {rest}")
    return rest if len(_squeeze(rest)) >= _LEAST_LEFT else question


def _squeeze(text: str) -> str:
    return re.sub(r"[\s·“”\"'《》【】（）()]", "", normalise(text))
