"""Finds the option of a choice that a text names: by label, value, another name, number, letter, or likeness.

An answer that fits two options is asked back with their numbers, never settled by a score.
"""

from __future__ import annotations

import re

from forms.models import Field, Option, Slip
from programs.cleaning import narrow

_NUMBERED = re.compile("(?:选项?|第)?([0-9]{1,2}|[a-z]|[一二三四五六七八九十])(?:个|项|号|选项)?", re.IGNORECASE)
_NUMBERED_LABEL = re.compile("([0-9]{1,2}|[a-z])[.、):：]\\s*(\\S.*)", re.IGNORECASE | re.DOTALL)
_FILLER = re.compile(
    "我们|咱们|本单位|贵单位|单位|就是|是一[家个所]|一[家个所]|应该|属于|选择|选|是|的|吧|了|啊|这[个项]|类型?|[，,。.！!：:；;、（）()\\s]"
)
_NOT = re.compile("不是|不属于|并非|非|没|不|除了|还是")
_ALIKE, _AHEAD = 70.0, 12.0


def fold(text: str) -> str:
    """`text` for comparing with option names: no white space, quotes or ticks, half-width, lower case."""
    return re.sub("[\\s“”\"'《》【】]", "", narrow(text)).strip("。.，,；;！!□☑☒✓√■").lower()


def names_of_option(option: Option) -> tuple[str, ...]:
    """Everything an option may be called, folded."""
    return tuple(fold(word) for word in (option.label, option.value, *option.also))


def listed(options: tuple[Option, ...]) -> str:
    """The options with their numbers, on one line."""
    return "；".join(f"{number} {option.label}" for number, option in enumerate(options, 1))


def match(field: Field, text: str) -> tuple[Option, bool] | Slip:
    """The one option that `text` names and whether that is doubtful, or a slip with the candidates."""
    options, word = field.options, fold(text)
    exact = [option for option in options if word in names_of_option(option)]
    if len(exact) == 1:
        return exact[0], False
    if len(exact) > 1:
        return _ambiguous(field, text, exact)
    numbered = _by_number(options, word)
    if numbered is not None:
        return numbered, False
    labelled = _NUMBERED_LABEL.fullmatch(narrow(text).strip())
    if labelled:
        option = _by_number(options, labelled[1].lower())
        if option is not None and fold(labelled[2]) in names_of_option(option):
            return option, False
    if not _NOT.search(word):
        named = _named(options, word)
        if len(named) == 1:
            return named[0], bool(_FILLER.sub("", _without(word, named[0])))
        if len(named) > 1:
            return _ambiguous(field, text, named)
        alike = _alike(options, word)
        if len(alike) == 1:
            return alike[0], True
        if alike:
            return _ambiguous(field, text, alike)
    return Slip(f"“{text.strip()[:20]}”不在“{field.label}”的选项里。请回复序号：{listed(options)}。")


def _by_number(options: tuple[Option, ...], word: str) -> Option | None:
    match = _NUMBERED.fullmatch(word)
    if match is None:
        return None
    sign = match[1].lower()
    if sign.isascii() and sign.isdigit():
        place = int(sign) - 1
    elif sign.isascii():
        place = ord(sign) - ord("a")
    else:
        place = "一二三四五六七八九十".index(sign)
    return options[place] if 0 <= place < len(options) else None


def _named(options: tuple[Option, ...], word: str) -> list[Option]:
    """Options whose name stands in `word` and is not part of a longer name that does too; else those `word` is part of."""
    names = [(name, option) for option in options for name in names_of_option(option) if len(name) > 1 and name in word]
    longest = [
        (name, option) for name, option in names if not any(name != other and name in other for other, _ in names)
    ]
    found = list(dict.fromkeys(option for _, option in longest))
    if found or len(word) < 2:
        return found
    core = _FILLER.sub("", word)
    return [option for option in options if len(core) > 1 and any(core in name for name in names_of_option(option))]


def _without(word: str, option: Option) -> str:
    for name in sorted(names_of_option(option), key=len, reverse=True):
        if name and name in word:
            return word.replace(name, "", 1)
    return ""


def _alike(options: tuple[Option, ...], word: str) -> list[Option]:
    """The option most like `word`, or all that are about as like it; nothing when none is."""
    from rapidfuzz import fuzz

    scores = sorted(
        (
            (max(fuzz.ratio(word, name) for name in names_of_option(option)), place)
            for place, option in enumerate(options)
        ),
        key=lambda pair: (-pair[0], pair[1]),
    )
    best = scores[0][0]
    return [options[place] for score, place in scores if score >= _ALIKE and score > best - _AHEAD]


def _ambiguous(field: Field, text: str, candidates: list[Option]) -> Slip:
    named = "；".join(f"{field.options.index(option) + 1} {option.label}" for option in candidates)
    return Slip(f"“{text.strip()[:20]}”可能指几个选项，请回复序号：{named}。")
