"""The words people use to steer, and how typed text is made fit to be compared.

Commands are recognised from the whole message only: 预览 is a command, 预览版专利管理平台 is an answer. Traditional characters
and full-width forms are folded for comparing; what goes into an answer keeps the characters the person typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

LONGEST_MESSAGE = 20_000
"""Characters of a message that are read; a longer one is refused whole rather than cut."""


class Command(StrEnum):
    """What a person can ask the assistant to do, at any stage."""

    HELP = "help"
    PROGRESS = "progress"
    BACK = "back"
    LEAVE = "leave"
    SKIP = "skip"
    KEEP = "keep"
    PREVIEW = "preview"
    WAITING = "waiting"
    REVIEW = "review"
    EXPORT = "export"
    STAFF = "staff"
    RESTART = "restart"
    SWITCH = "switch"
    QUIT = "quit"
    UNDO = "undo"
    MATERIALS = "materials"
    HOW = "how"
    WHY = "why"
    SOURCE = "source"
    YES = "yes"
    NO = "no"
    DONE = "done"
    NOTHING = "nothing"
    ASK = "ask"
    MATCH = "match"
    JUDGE = "judge"
    JUDGE_ALL = "judge_all"
    FILL = "fill"
    WHOLE = "whole"
    RETURN = "return"
    DRAFT = "draft"


COMMANDS: Mapping[Command, str] = {
    Command.HELP: "帮助 求助 怎么用 怎么操作 使用说明 说明 菜单 指令 命令 help 你能做什么 你会什么 能做什么 你是谁",
    Command.PROGRESS: "进度 看进度 查看进度 填到哪了 填到哪儿了 到哪了 完成多少了 还剩多少 还差多少 还有多少题 还有几题 还要填多少",
    Command.BACK: "上一题 上一步 上一个 上一栏 上一项 前一题 前一个 回上一题 返回上一题 返回上一步 退回上一题 后退 back prev",
    Command.LEAVE: "返回 回去 回到主页 返回主页 主菜单 返回菜单 主页 首页 退回 不问了 问完了 先不填了 不填了 结束提问",
    Command.SKIP: "跳过 跳过这题 跳过这一题 跳过这一栏 跳过此题 先跳过 略过 下一题 下一个 下一栏 以后再填 待会再填 稍后再填 稍后填 "
    "待补 先不填 暂时不填 不知道 不清楚 不确定 不详 skip next",
    Command.KEEP: "保留 保持不变 不变 不改 不改了 保持原样 保留原答案 沿用 用原来的 就用这个 keep",
    Command.PREVIEW: "预览 全部答案 看答案 查看答案 我的答案 查看已填 看看填了什么 已填内容 清单 题目清单 填写清单 问题清单 全部题目 preview",
    Command.WAITING: "待补清单 待补项 看待补 查看待补 缺什么 还缺什么 差什么 还差什么 漏了什么 没填的 未填项",
    Command.REVIEW: "检查 形式审查 审查 形式检查 校验 复核 检查一遍 帮我检查 自查 review check",
    Command.EXPORT: "导出 导出文档 导出申报书 生成文档 生成申报书 出文档 下载 下载申报书 打印 要文档 生成word 导出word 出申报书 export",
    Command.STAFF: "人工 转人工 人工服务 人工客服 找人工 客服 找人 联系工作人员 工作人员 真人 服务台 问人工 staff",
    Command.RESTART: "重新开始 重来 从头开始 从头来 重填 重新填 重新填写 全部重填 清空 清空重来 restart",
    Command.SWITCH: "换项目 换个项目 切换项目 选项目 选择项目 换一个项目 其他项目 别的项目 项目列表 有哪些项目 所有项目 全部项目 申报 申报项目 报项目 "
    "报个项目 申报一个项目 报一个项目 switch",
    Command.QUIT: "退出 再见 结束 拜拜 关闭 下次再填 今天先到这 先到这 先到这里 谢谢再见 好的再见 "
    "好再见 拜 拜拜了 下次见 晚安 先这样 先下了 下班了 quit exit bye q",
    Command.UNDO: "撤销 撤消 撤回 取消刚才的 撤销上一步 撤销刚才 刚才填错了 填错了 undo",
    Command.MATERIALS: "材料 申报材料 材料清单 要交什么 要交哪些材料 提交材料 盖章 材料与签章",
    Command.HOW: "这一栏怎么填 这栏怎么填 怎么填 怎么写 如何填 如何填写 怎么填写 填什么 写什么 该填什么 这题怎么填 这个怎么填 这项怎么填 "
    "不知道怎么填 不知道怎么写 不知道该怎么填 不知道该怎么写 不知道填什么 不知道写什么 不会写 "
    "这是啥 这啥 这是什么 这个是什么 啥意思 咋填 怎么弄 不会填 不会 什么意思 这是什么意思 这个什么意思 这栏什么意思 这一栏什么意思 "
    "没看懂 看不懂 不懂 不明白 举个例子 举例 例子 示例 填写说明 格式",
    Command.WHY: "为什么问 为什么问这个 为什么要问 为什么要填 为什么填这个 为什么要填这个 问这个干什么 问这个干嘛 为何要问 为何问 为什么 为啥 为啥问这个",
    Command.SOURCE: "指南原文 原文 看原文 查看原文 依据 条款 条款原文 出处 哪一条 看条款 原话",
    Command.YES: "是 是的 对 对的 好 好的 好啊 可以 行 嗯 嗯嗯 确认 确定 确认无误 没错 没问题 无误 正确 就是 就是这个 要 同意 ok yes y 全部采用 采用",
    Command.NO: "否 不 不是 不对 不要 不用 不行 不了 取消 算了 错了 重新输入 重新填这题 不确认 不同意 逐项确认 逐个确认 一项一项来 no n",
    Command.DONE: "完成 填完了 写完了 填好了 没有了 没了 结束填写 就这些 就这些了 这些就够了 done",
    Command.NOTHING: "无 没有 暂无",
    Command.ASK: "问问题 提问 我要提问 我想问 有问题 我有问题 有个问题 问个问题 咨询 问指南 问一下",
    Command.MATCH: "能报哪个 能报哪些 能报什么 我们能报哪个 我们单位能报哪个 可以报哪个 可以报哪些 适合报哪个 能申报哪个 能申报哪些项目 匹配 匹配项目",
    Command.JUDGE: "查资格 资格 看资格 判资格 够不够条件 够条件吗 符合条件吗 能不能报 能报吗 我们能报吗 可以报吗 申报资格 资格审查 资格判断 查一下资格",
    Command.JUDGE_ALL: "核对其余条件 核对全部条件 继续核对 继续判断 补充条件",
    Command.FILL: "填表 开始填表 开始填 开始填写 填写 填申报书 继续填 继续填表 继续填写 继续 接着填 补填 去填表 填表格 补填待补项",
    Command.WHOLE: "看全部 显示全部 全部显示 展开 展开全部 全部展开 看详细 看详情 详细 查看全部 看完整的 完整显示 都列出来 全部列出来 全列出来",
    Command.DRAFT: "起草 帮我起草 起草一段 写个草稿 写草稿 拟个草稿 拟一段 帮我拟一段 出个草稿",
    Command.RETURN: "换回来 换回去 回来 切回来 切回去 换回原来的 换回原来的项目 回原来的项目 回刚才的项目 回到刚才的项目 换回刚才的 "
    "换回刚才的项目 回上一个项目 之前的项目 回之前的项目 换回之前的项目",
}
"""Every command with the words for it, separated by spaces; compared folded."""

_PUNCTUATION = re.compile(r"[\s，。！!、,.;；:：~～…“”\"'‘’()（）\[\]【】<>《》/\\·\-—_+*#@`|？?]+")
_POLITE = re.compile(r"^(请|麻烦|麻烦你|帮我|给我|我要|我想|我想要|你|您)+|(吧|了|一下|下|啊|哦|呀|啦|谢谢|谢了)+$")


def simplified(text: str) -> str:
    """The text in simplified characters, one for one, so that places stay the same."""
    return "".join(_simple(char) if char > "\u3400" else char for char in text)


@lru_cache(maxsize=8192)
def _simple(char: str) -> str:
    """The simplified shape; the dictionary is loaded only when a character outside GB 2312 turns up."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        found: str = _converter().convert(char)
        return found if len(found) == 1 else char
    return char


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def fold(text: str) -> str:
    """The text as it is compared: simplified, half-width, lower case, without white space and punctuation."""
    folded = simplified(unicodedata.normalize("NFKC", text)).lower()
    return _PUNCTUATION.sub("", folded)


_BY_WORD: Mapping[str, Command] = {
    fold(word): command for command, words in COMMANDS.items() for word in words.split() if fold(word)
}
_LONG_WORDS = tuple(word for word in _BY_WORD if len(word) >= 3 and not word.isascii())


def command_of(text: str) -> Command | None:
    """The command that the whole message is, or None."""
    folded = fold(text)
    if folded in _BY_WORD:
        return _BY_WORD[folded]
    return _BY_WORD.get(_POLITE.sub("", folded))


def nearly_command(text: str) -> Command | None:
    """The command that the message misses by one character (上一提), or None; two-character words must be exact."""
    folded = fold(text)
    if not 3 <= len(folded) <= 8:
        return None
    found = process.extractOne(folded, _LONG_WORDS, scorer=DamerauLevenshtein.distance, score_cutoff=1)
    return _BY_WORD[found[0]] if found else None
