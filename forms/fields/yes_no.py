"""The boolean type: 是 or 否. 无 and 没有 mean no; 不知道 is no answer; a bare number is never taken for yes or no."""

from __future__ import annotations

import re

from forms.fields.kinds import Found, PlainKind, Raw, folded, words, wrong_kind
from forms.models import Field, Slip
from programs.cleaning import narrow
from programs.values import Value

_YES = words(
    "是 是的 是呀 是啊 对 对的 对呀 嗯 嗯嗯 有 有的 已有 都有 符合 都符合 满足 达到 具备 具有 已具备 已具有 属于 "
    "可以 能 能够 同意 承诺 确认 没错 当然 肯定 必须 已 已经 已经有 已建立 已设立 建立了 设立了 有设立 已完成 "
    "建了 做了 yes y yeah yep ok true t √ ✓ ✔ ☑ 是是 对对 好 好的 行"
)
_NO = words(
    "否 不是 不是的 不 不对 没 没有 没有的 无 都没有 暂无 暂时没有 还没 还没有 未 尚未 还未 从未 从来没有 不符合 "
    "不满足 未达到 没达到 不具备 不具有 未具备 不属于 不可以 不能 不同意 没建 未建立 未设立 没有建立 没有设立 "
    "没建立 没设立 未发生 没有发生 没发生 未发生过 没有发生过 没发生过 不存在 不会 不曾 no n nope false f × ✗ "
    "✘ ❌ x"
)
_LED_BY = re.compile("(是的?|对的?|有的?|没有|没|不是|否|无)[，,。；;、\\s：:]+(\\S.*)", re.DOTALL)
_DENIED = re.compile("没有|没|未|不")
_TURN = re.compile("但|不过|只是|可是|然而|吗|么|？|\\?|不知|不清楚|不确定")


class BooleanKind(PlainKind):
    """是 or 否, kept as `bool`."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """Yes or no; a longer sentence that opens with it comes with a doubt."""
        if isinstance(raw, bool):
            return Found(raw)
        if not isinstance(raw, str):
            return wrong_kind(field, raw, "是或否（true 或 false）")
        word = folded(narrow(raw))
        if word in _YES or word in _NO:
            return Found(word in _YES)
        if (named := _named(field.label, word)) is not None:
            return Found(named)
        led = _LED_BY.fullmatch(raw.strip())
        if led and not _TURN.search(led[2]):
            value = folded(led[1]) in _YES
            return Found(value, f"按“{'是' if value else '否'}”记录，对吗？")
        shown = raw.strip()[:20]
        return Slip(f"没看出“{shown}”是“是”还是“否”。“{field.label}”请回答“是”或“否”，暂时不知道可以说“跳过”。")

    def printed(self, field: Field, value: Value) -> str:
        """是 or 否."""
        return "是" if value else "否"

    def echo(self, field: Field, value: Value) -> str:
        """是 or 否; a unit makes no sense here."""
        return self.printed(field, value)


def _named(label: str, word: str) -> bool | None:
    """Yes or no where the label asks 是否… and the answer takes up its words: 亏损, 不亏, 没有列入."""
    asked = folded(label.partition("是否")[2])
    denied = _DENIED.match(word)
    rest = word[denied.end() :] if denied else word
    if len(rest) < (1 if denied else 2) or not asked.startswith(rest):
        return None
    return denied is None
