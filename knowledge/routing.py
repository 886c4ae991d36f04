"""Which programme a question is about: chosen before, named in it, meant by its place, or open.

A name is any alias of a pack found in the question, the longest first; a name that the chosen programme's own guide uses
(`附件1`, `运营中心`) does not lead away from it. A place stands for all programmes of that place, narrowed by who is asking.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from knowledge.names import (
    ALL_OF_THEM,
    COMPARE,
    HERE_TOO,
    NOT_A_PLACE,
    in_passing,
    pairs,
    side_by_side,
    squeeze,
    without,
    without_all_names,
    without_comparing,
)
from knowledge.shared import SharedQuestions
from programs.models import ApplicantKind
from programs.registry import Pack

_ONESELF = re.compile(
    r"(?:我|咱|俺|本)(?:们|校|所|院|司|是|在|这|家|市|单位|的|一|个|方|省|区|县|搞|做|管)?[^，。？！]{0,12}"
)
_SUBJECT = re.compile(r"^([^，。？！,?!]{2,8}?)(?:能|可以|可不可以|想|要|会|怎么|该|有没有)")
"""Whom a question speaks of when it begins with it: 高校院所能拿多少钱."""
_SHORT_NAME = 4
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
                if len(key := squeeze(name)) > 1:
                    names.setdefault(key, set()).add(slug)
            for region in manifest.region_names:
                self._regions.setdefault(squeeze(region), []).append(slug)
        self._names = sorted(
            ((key, slugs) for key, slugs in names.items() if key not in self._regions), key=lambda item: -len(item[0])
        )
        self._own_words = lru_cache(maxsize=64)(lambda slug: squeeze(packs[slug].guide.official_text))

    def route(self, question: str, chosen: str | None, asker: str | None = None, *, said: str = "") -> Route:
        """Where to look for the answer; `chosen` is the programme of the conversation, `asker` an applicant kind.

        `said` are the person's own words, before fillers such as 我们 were taken out of `question`.
        """
        text = squeeze(question)
        named, names = self._named(text, chosen)
        region, places = self._region(text, names, settled=bool(chosen or named))
        rest = without(question, [*names, *places])
        compare = bool(COMPARE.search(text))
        if chosen:
            elsewhere = [slug for slug in region if not self._same_region(slug, [chosen])]
            others = [slug for slug in named if slug != chosen] or elsewhere
            if not others or (not named and len(others) > 1 and not compare):
                return Route("chosen", (chosen,), rest=question)
            if compare or HERE_TOO.search(text) or chosen in named:
                return Route("compare", (chosen, *others), rest=self._aside(question, [*names, *places]))
            return Route("named", tuple(others), rest=rest)
        placed = region or any(place in name for place in self._regions for name in names)
        if not placed and (foreign := self._elsewhere(text, names, settled=bool(named))):
            return Route("elsewhere", (), place=foreign, rest=question)
        kinds = self.askers(squeeze(said or question), asker, region)
        if named:
            found = (*named, *self._hinted([slug for slug in region if not self._same_region(slug, named)], text))
            if compare and len(found) == 1:
                left = text
                for name in names:
                    left = left.replace(name, "\n")
                found = (*found, *self._hints(left, [slug for slug in region if slug not in found]))
            if len(found) > 1 and (compare or len(named) > 1 or side_by_side(text, [*names, *places])):
                return Route("compare", found, rest=self._aside(question, [*names, *places]))
            return Route("named" if len(found) == 1 else "group", found, rest=rest)
        if region:
            places_named = len({self._packs[slug].manifest.region for slug in region})
            together = places_named > 1 and (compare or side_by_side(text, places))
            if together or (len(region) > 1 and ALL_OF_THEM.search(text)):
                return Route(
                    "compare", tuple(self._hinted(region, text)), rest=self._aside(question, [*names, *places])
                )
            narrowed = self._narrow(region, kinds)
            hints = self._hints(text, region)
            if len(hints) > 1 and compare:
                hinted = pairs(text) & set().union(*self._apart(region).values())
                return Route("compare", tuple(hints), rest=self._aside(question, [*names, *places], hinted))
            return Route("named" if len(narrowed) == 1 else "group", tuple(narrowed), rest=rest, hints=hints)
        return Route("open", tuple(self._narrow(list(self._packs), kinds, strict=True)), rest=question)

    def _elsewhere(self, text: str, names: Sequence[str], *, settled: bool) -> str:
        """The place outside of `names` that no guide is for; not one where things only lie, when a programme is `settled`."""
        for name in names:
            text = text.replace(name, "\n")
        for place in self._shared.other_places:
            said = re.finditer(re.escape(place), text)
            if any(not settled or not in_passing(match) for match in said):
                return place
        return ""

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
        text = NOT_A_PLACE.sub(" ", text)
        for place in sorted((place for place in self._regions if place in text), key=len, reverse=True):
            if settled:
                text = re.sub(re.escape(place), lambda match: " " if in_passing(match) else match.group(), text)
            if place in text:
                found += [slug for slug in self._regions[place] if slug not in found]
                places.append(place)
                text = text.replace(place, " ")
        return found, places

    def _hints(self, text: str, slugs: Sequence[str]) -> dict[str, int]:
        """How many pairs of characters of the text stand in the names of only one of `slugs`; those with none are left out."""
        asked = pairs(text)
        told = {slug: len(asked & own) for slug, own in self._apart(slugs).items()}
        return {slug: count for slug, count in told.items() if count}

    def _apart(self, slugs: Sequence[str]) -> dict[str, set[str]]:
        """For each of `slugs` the pairs of characters that stand in its names and in no other's."""
        owned = {
            slug: {pair for name, owners in self._names if slug in owners for pair in pairs(name)} for slug in slugs
        }
        return {
            slug: own - {pair for other in slugs if other != slug for pair in owned[other]}
            for slug, own in owned.items()
        }

    def _hinted(self, slugs: Sequence[str], text: str) -> list[str]:
        """Of the programmes of one place those whose names the text hints at, if any."""
        kept: list[str] = []
        for slug in slugs:
            neighbours = [other for other in slugs if self._same_region(other, [slug])]
            hints = self._hints(text, neighbours) if len(neighbours) > 1 else {}
            if not hints or slug in hints:
                kept.append(slug)
        return kept

    def _aside(self, question: str, names: Sequence[str], hinted: Collection[str] = ()) -> str:
        """What a comparison asks of each; `hinted` are pairs of characters that stood for a name: 一个支撑一个引领."""
        rest = without_all_names(question, names, self._spelled) if names else question
        return without_comparing(without(rest, [f"{one}{pair}" for pair in hinted for one in ("一个", "那个", "")]))

    @cached_property
    def _spelled(self) -> frozenset[str]:
        return frozenset(char for name, _ in self._names for char in name)

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
