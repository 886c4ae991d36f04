"""Choices: by printed label, stored value, another name, number or letter of the option, or nearly so (then with a doubt).

An answer that fits two options is asked back with their numbers, never settled by a score.
"""

from __future__ import annotations

import re

from forms.fields.kinds import Found, Json, PlainKind, Raw, wrong_kind
from forms.models import Field, Option, Slip
from programs.cleaning import narrow
from programs.values import Value

_NUMBERED = re.compile("(?:选项?|第)?([0-9]{1,2}|[a-z]|[一二三四五六七八九十])(?:个|项|号|选项)?", re.IGNORECASE)
_NUMBERED_LABEL = re.compile("([0-9]{1,2}|[a-z])[.、):：]\\s*(\\S.*)", re.IGNORECASE | re.DOTALL)
_FILLER = re.compile(
    "我们|咱们|本单位|贵单位|单位|就是|是一[家个所]|一[家个所]|应该|属于|选择|选|是|的|吧|了|啊|这[个项]|类型?|[，,。.！!：:；;、（）()\\s]"
)
_NOT = re.compile("不是|不属于|并非|非|没|不|除了|还是")
_SPLIT = re.compile("[、,，;；\n/|+]|以及|还有|和|与|及")
_ALL = frozenset({"全部", "全选", "都有", "都是", "所有", "以上全部", "以上都有", "以上都是", "都选", "all"})
_ALIKE, _AHEAD = 78.0, 12.0


def _fold(text: str) -> str:
    return re.sub("[\\s“”\"'《》【】]", "", narrow(text)).strip("。.，,；;！!□☑☒✓√■").lower()


def _words(option: Option) -> tuple[str, ...]:
    return tuple(_fold(word) for word in (option.label, option.value, *option.also))


def listed(options: tuple[Option, ...]) -> str:
    """The options with their numbers, on one line."""
    return "；".join(f"{number} {option.label}" for number, option in enumerate(options, 1))


def match(field: Field, text: str) -> tuple[Option, bool] | Slip:
    """The one option that `text` names and whether that is doubtful, or a slip with the candidates."""
    options, word = field.options, _fold(text)
    exact = [option for option in options if word in _words(option)]
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
        if option is not None and _fold(labelled[2]) in _words(option):
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
    names = [(name, option) for option in options for name in _words(option) if len(name) > 1 and name in word]
    longest = [
        (name, option) for name, option in names if not any(name != other and name in other for other, _ in names)
    ]
    found = list(dict.fromkeys(option for _, option in longest))
    if found or len(word) < 2:
        return found
    core = _FILLER.sub("", word)
    return [option for option in options if len(core) > 1 and any(core in name for name in _words(option))]


def _without(word: str, option: Option) -> str:
    for name in sorted(_words(option), key=len, reverse=True):
        if name and name in word:
            return word.replace(name, "", 1)
    return ""


def _alike(options: tuple[Option, ...], word: str) -> list[Option]:
    """The option most like `word`, or all that are about as like it; nothing when none is."""
    from rapidfuzz import fuzz

    scores = sorted(
        ((max(fuzz.ratio(word, name) for name in _words(option)), place) for place, option in enumerate(options)),
        key=lambda pair: (-pair[0], pair[1]),
    )
    best = scores[0][0]
    return [options[place] for score, place in scores if score >= _ALIKE and score > best - _AHEAD]


def _ambiguous(field: Field, text: str, candidates: list[Option]) -> Slip:
    named = "；".join(f"{field.options.index(option) + 1} {option.label}" for option in candidates)
    return Slip(f"“{text.strip()[:20]}”可能指几个选项，请回复序号：{named}。")


class ChoiceKind(PlainKind):
    """One of the options, kept as its stored value."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The value of the option named."""
        if isinstance(raw, int) and not isinstance(raw, bool):
            raw = str(raw)
        if not isinstance(raw, str):
            return wrong_kind(field, raw, f"一个选项（{listed(field.options)}）")
        found = match(field, raw[:200])
        if isinstance(found, Slip):
            return found
        option, doubtful = found
        return Found(option.value, f"您选的是“{option.label}”，对吗？" if doubtful else "")

    def printed(self, field: Field, value: Value) -> str:
        """The option's printed label."""
        return next((option.label for option in field.options if option.value == value), str(value))

    def echo(self, field: Field, value: Value) -> str:
        """The option's printed label."""
        return self.printed(field, value)


class MultiChoiceKind(PlainKind):
    """Some of the options, kept as their values in the order of the options."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The values of the options named; JSON holds a list of them."""
        if isinstance(raw, str):
            parts = self._parts(field, raw[:1000])
        elif isinstance(raw, list) and all(isinstance(part, str) for part in raw):
            parts = raw
        else:
            return wrong_kind(field, raw, f"选项的列表（{listed(field.options)}）")
        chosen: set[str] = set()
        doubtful = False
        for part in parts:
            found = match(field, part)
            if isinstance(found, Slip):
                return found
            chosen.add(found[0].value)
            doubtful = doubtful or found[1]
        if not chosen:
            return Slip(
                f"没有看到选项。“{field.label}”可以选几个，请回复序号：{listed(field.options)}；都没有就写“无”。"
            )
        value = tuple(option.value for option in field.options if option.value in chosen)
        return Found(value, f"您选的是“{self.printed(field, value)}”，对吗？" if doubtful else "")

    def _parts(self, field: Field, text: str) -> list[str]:
        word = _fold(text)
        if word in _ALL:
            return [option.value for option in field.options]
        if any(word in _words(option) for option in field.options):
            return [text]
        if re.fullmatch("[a-z]{2,}", word) and len(set(word)) == len(word) and ord(max(word)) - 97 < len(field.options):
            return list(word)
        if re.fullmatch(r"[\s0-9a-zA-Z]+", narrow(text)):
            return narrow(text).split()
        parts = [part for part in _SPLIT.split(text) if part.strip()]
        if len(parts) > 1 and any(isinstance(match(field, part), Slip) for part in parts):
            whole = match(field, text)  # a label may itself hold 和 or 、
            if not isinstance(whole, Slip):
                return [text]
            parts = [part for part in re.split("[、,，;；\n]", text) if part.strip()]
        return parts

    def to_json(self, field: Field, value: Value) -> Json:
        """The list of values."""
        return list(value) if isinstance(value, tuple) else value

    def printed(self, field: Field, value: Value) -> str:
        """The labels, with 、 between them."""
        chosen = value if isinstance(value, tuple) else ()
        return "、".join(option.label for option in field.options if option.value in chosen)

    def echo(self, field: Field, value: Value) -> str:
        """The labels, with 、 between them."""
        return self.printed(field, value)
