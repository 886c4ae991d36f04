"""The choice types: one option, or several. Which option a text names is found in `options`."""

from __future__ import annotations

import re

from forms.fields.kinds import Found, Json, PlainKind, Raw, wrong_kind
from forms.fields.options import fold, listed, match, names_of_option
from forms.models import Field, Slip
from programs.cleaning import narrow
from programs.values import Value

_SPLIT = re.compile("[、,，;；\n/|+]|以及|还有|和|与|及")
_ALL = frozenset({"全部", "全选", "都有", "都是", "所有", "以上全部", "以上都有", "以上都是", "都选", "all"})


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
        word = fold(text)
        if word in _ALL:
            return [option.value for option in field.options]
        if any(word in names_of_option(option) for option in field.options):
            return [text]
        if re.fullmatch("[a-z]{2,}", word) and len(set(word)) == len(word) and ord(max(word)) - 97 < len(field.options):
            return list(word)
        if re.fullmatch(r"[\s0-9a-zA-Z]+", narrow(text)):
            return narrow(text).split()
        apart = [part for part in re.split("[；;\n]", text) if part.strip()]
        if all(any(fold(part) in names_of_option(option) for option in field.options) for part in apart):
            return apart
        parts = [part for part in _SPLIT.split(text) if part.strip()]
        if len(parts) > 1 and any(isinstance(match(field, part), Slip) for part in parts):
            whole = match(field, text)  # a label may itself hold 和 or 、
            if not isinstance(whole, Slip) and not whole[1]:
                return [text]
            parts = [part for part in re.split("[、,，;；\n]", text) if part.strip()]
        return parts

    def to_json(self, field: Field, value: Value) -> Json:
        """The list of values."""
        return list(value) if isinstance(value, tuple) else value

    def printed(self, field: Field, value: Value) -> str:
        """The labels, with 、 between them; with ； where a label has a 、 of its own."""
        chosen = value if isinstance(value, tuple) else ()
        labels = [option.label for option in field.options if option.value in chosen]
        return ("；" if any("、" in label for label in labels) else "、").join(labels)

    def echo(self, field: Field, value: Value) -> str:
        """The labels as they are printed."""
        return self.printed(field, value)
