"""Finds the programme that somebody names in passing: 重庆的, 附件3, 北京那个联盟的, 我要报上海, 常州高校那个.

The words around a name are taken away, then the rest is tried four ways, the surest first: it is a name, it stands in a
name, it is put together from pieces of names and kinds of applicants, it is like a name. Programmes that fit equally well
all come back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from bot.dialogue.words import fold
from forms.models import Field
from programs.registry import Pack

ALIKE = 80
"""Likeness in percent from which a misspelt name is taken for the name."""
_LEAD = re.compile(
    r"^(?:请|帮我|麻烦)?(?:我们?单位|本单位|我们|咱们|我|咱)?(?:就|还是|也|先)?(?:是|要|想要|想|打算|准备)?(?:去)?"
    r"(?:申报|申请|报名|报|做|办|填|选择|选|看看|看一下|看|了解一下|了解|换成|换到|换回|换|切换到|切到|转到|回到|回|进入|打开|就是|说的是|问的是|指的是)?(?:一下|的是|的)?"
)
_TAIL = re.compile(
    r"(?:(?:的|那个|这个|那份|那一个|那块|那边|项目|计划|专项|政策|指南)+(?:吧|呀|啊|了|呢|就行|就好|可以|谢谢)*|(?:吧|呀|啊|了|呢|就行|就好|谢谢)+)$"
)
_NOISE = re.compile(r"那个|这个|那份|那边|项目|计划|专项|的|市|省")
_COMMON = (
    "申报书 申报 指南 通知 项目 计划 专项 附件 单位 要求 条件 材料 表 管理 建设 能力 示范 政策 知识产权 专利 产业 运营 转化 试点 "
    "重点 提升 发展 支撑 服务 那个 国家 全国 行业"
)
_GENERIC = frozenset(fold(word) for word in _COMMON.split())
"""Words that stand in a name and yet name no programme."""
_SWITCHING = re.compile(r"^(?:我要|我想|请|帮我)?(?:换成|换到|换回|切换到|切到|转到|回到)(.+)$")
Kinds = Mapping[str, tuple[str, ...]]


def programs_named(packs: Mapping[str, Pack], words: str, kinds: Kinds | None = None) -> tuple[str, ...]:
    """The slugs that `words` can mean, the best only; empty when they name no programme."""
    variants = _variants(words)
    names = {slug: _names(pack) for slug, pack in packs.items()}
    pieces = {slug: _pieces(pack, kinds or {}) for slug, pack in packs.items()}
    ways: tuple[Callable[[str], Iterable[str]], ...] = (
        lambda said: (slug for slug, own in names.items() if said in own),
        lambda said: (slug for slug, own in names.items() if _tells(said) and any(said in name for name in own)),
        lambda said: (slug for slug, own in pieces.items() if len(said) >= 3 and _covered(said, own)),
        lambda said: _like(said, names),
    )
    for way in ways:
        for said in variants:
            if found := tuple(way(said)):
                return found
    return ()


def switched_to(packs: Mapping[str, Pack], text: str, kinds: Kinds | None = None) -> tuple[str, ...]:
    """The programmes that 换成…, 回到… names; empty when the message is no such wish."""
    match = _SWITCHING.match(text.strip())
    return programs_named(packs, match[1], kinds) if match is not None else ()


def kinds_of(shared: Mapping[str, Field]) -> Kinds:
    """Kind of applicant to what people call it, from the organisation's own field."""
    field = shared.get("applicant_kind")
    options = field.options if field is not None else ()
    return {one.value: (one.label, *one.also) for one in options}


def _variants(words: str) -> tuple[str, ...]:
    """What is left of the words without what people say around a name, the least taken away first."""
    plain = words.strip()
    bare = _LEAD.sub("", plain)
    found = [fold(one) for one in (plain, bare, _TAIL.sub("", plain), _TAIL.sub("", bare))]
    found.append(_NOISE.sub("", found[-1]))
    return tuple(dict.fromkeys(one for one in found if one))


def _tells(said: str) -> bool:
    """Whether part of a name is enough to mean the programme."""
    return len(said) >= 2 and said not in _GENERIC


def _covered(said: str, pieces: frozenset[str]) -> bool:
    """Whether the words are nothing but pieces, two of them at least."""
    fits = {0: 0}
    for start in range(len(said)):
        if start in fits:
            for end in range(start + 2, len(said) + 1):
                if said[start:end] in pieces:
                    fits[end] = max(fits.get(end, 0), fits[start] + 1)
    return fits.get(len(said), 0) >= 2


def _like(said: str, names: Mapping[str, frozenset[str]]) -> Iterable[str]:
    if len(said) < 4:
        return ()
    scores = {slug: max(fuzz.ratio(said, name) for name in own) for slug, own in names.items()}
    best = max(scores.values(), default=0)
    return (slug for slug, score in scores.items() if best >= ALIKE and score >= best - 3)


def _names(pack: Pack) -> frozenset[str]:
    manifest = pack.manifest
    words = (manifest.slug, manifest.name, manifest.short_name, *manifest.aliases, *manifest.region_names)
    return frozenset(_folded(words))


def _pieces(pack: Pack, kinds: Kinds) -> frozenset[str]:
    """Names, places, parts of two characters and more of the names, and what the applicants are called."""
    manifest = pack.manifest
    own = tuple(word for kind in manifest.applicants for word in kinds.get(kind.value, ()))
    return _parts((manifest.name, manifest.short_name)) | frozenset(_folded((*manifest.region_names, *own)))


@lru_cache(maxsize=256)
def _parts(names: tuple[str, ...]) -> frozenset[str]:
    folded = _folded(names)
    return frozenset(
        name[start:end] for name in folded for start in range(len(name)) for end in range(start + 2, len(name) + 1)
    )


def _folded(words: Iterable[str]) -> list[str]:
    return [folded for word in words if (folded := fold(word))]
