"""Small talk: a greeting, thanks, 嗯, 稍等. It gets a short reply and the same question again, and is never an answer.

Like commands, it is recognised from the whole message only; `答：` makes an answer of anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from bot.dialogue.words import fold, simplified


class Courtesy(StrEnum):
    """What somebody says to be polite."""

    HELLO = "hello"
    THANKS = "thanks"
    FINE = "fine"
    """好的, 嗯 where nothing was to be agreed to."""
    WAIT = "wait"
    SORRY = "sorry"
    WHO = "who"
    """Is this a machine?"""
    UPSET = "upset"
    ABOUT_US = "about_us"
    """What the organisation is, told to a programme without asking anything; not a word but a sentence."""


COURTESIES: Mapping[Courtesy, str] = {
    Courtesy.HELLO: "你好 您好 你好啊 您好啊 你好呀 您好呀 你们好 大家好 嗨 哈喽 哈罗 喂 喂喂 早 早上好 上午好 中午好 下午好 晚上好 老师好 老师您好 "
    "老师你好 在吗 在么 在不在 有人吗 有人在吗 在线吗 您在吗 你在吗 请问在吗 你好在吗 您好在吗 hi hello hey hihi hellohello",
    Courtesy.THANKS: "谢谢 谢谢您 谢谢你 谢谢啦 谢谢了 多谢 多谢了 感谢 非常感谢 十分感谢 太感谢了 谢了 谢啦 谢 3q thx thanks thankyou 辛苦了 "
    "辛苦啦 您辛苦了 麻烦您了 麻烦了 麻烦你了 好的谢谢 好谢谢 好的谢谢您 嗯谢谢 嗯嗯谢谢 ok谢谢 知道了谢谢 明白了谢谢 收到谢谢 太好了 "
    "真不错 不错 很好 真棒 厉害 太棒了 赞",
    Courtesy.FINE: "好 好的 好吧 好啊 好嘞 好滴 好哒 嗯 嗯嗯 嗯呢 哦 哦哦 噢 喔 恩 恩恩 行 行吧 可以 ok okay okok 收到 知道了 我知道了 明白 明白了 "
    "了解 了解了 懂了 清楚了 是 是的 对 对的 没问题 没事 没事了 不客气 哈哈 哈哈哈 呵呵 嘿嘿 啊 额 呃 那好 那行 就这样 这样啊 原来如此 "
    "不用 不用了 不要 不了 算了",
    Courtesy.WAIT: "稍等 稍等一下 请稍等 等一下 等一等 等等 等会 等会儿 等下 稍候 我查一下 我查查 我找一下 我找找 我看一下 我看看 我想想 我想一下 "
    "我问一下同事 我问问 我去问问 我确认一下 我核实一下 我先看看 先看看 随便看看 待会再说 一会再说 一会儿再说",
    Courtesy.SORRY: "不好意思 抱歉 对不起 打扰了 打扰一下 打错了 发错了 说错了",
    Courtesy.WHO: "你是机器人吗 你是真人吗 是机器人吗 是真人吗 你是人吗 机器人 你是ai吗 你是人工智能吗 是人工吗 你是人工吗 你叫什么 你叫什么名字",
    Courtesy.UPSET: "烦死了 好烦 太烦了 好麻烦 太麻烦了 麻烦死了 太难了 好难 太长了 太多了 怎么这么多 这么多 垃圾 什么玩意 什么东西 没用 不好用 "
    "答非所问 你没听懂 听不懂人话 不是这个意思 我不是这个意思 不是我要的",
}
"""Every courtesy with the words for it, separated by spaces; compared folded."""

_BY_WORD = {fold(word): courtesy for courtesy, words in COURTESIES.items() for word in words.split()}
_THANKING = set("🙏❤🌹💐😊👏")
_HELLO = re.compile(
    r"^(?:(?:你好|您好|你们好|老师好|老师|嗨|哈喽|早上好|上午好|中午好|下午好|晚上好|hello|hi)[呀啊]?[\s,，。.!！~～、:：]*)+",
    re.IGNORECASE,
)
_MISUNDERSTOOD = re.compile(r"^[?？\s]+$")


def courtesy_of(text: str) -> Courtesy | None:
    """The courtesy that the whole message is, or None."""
    if found := _BY_WORD.get(fold(text)):
        return found
    signs = [char for char in text if not char.isspace() and char not in "\ufe0f\u200d"]
    if signs and all(unicodedata.category(char) in ("So", "Sk") for char in signs):
        return Courtesy.THANKS if set(signs) & _THANKING else Courtesy.FINE
    return None


def puzzled(text: str) -> bool:
    """Whether the message is nothing but question marks."""
    return bool(_MISUNDERSTOOD.match(text))


def after_hello(text: str) -> str:
    """The message without a greeting in front; the whole message when it is nothing else."""
    match = _HELLO.match(simplified(text))
    rest = text[match.end() :].strip() if match is not None else text
    return rest or text
