"""Which kind of answer a question wants, and which kinds a piece of text gives.

Both sides speak `AnswerKind`. For the hard kinds (money, date, duration, count, share, contact) a text either holds one
or does not, so they serve as evidence; the soft kinds only lean the ranking.
"""

from __future__ import annotations

import re

from knowledge.models import AnswerKind as Kind

HARD = frozenset({Kind.AMOUNT, Kind.DATE, Kind.DURATION, Kind.COUNT, Kind.PERCENT, Kind.CONTACT})
"""Kinds a text visibly holds or does not."""

_N = r"(?:多少|几|好几|若干)"
_ASKED: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.AMOUNT, rf"{_N}(?:个)?(?:钱|万|元|块|亿|百万|补贴|补助|资助|经费|资金|奖金|扶持|拨款|补)|(?:给|补|拨|拿|奖|资助|出)(?:到)?{_N}|"
                      r"金额(?:是|有|要|得|应|最|不|达|达到)?(?:多少|多大|几)|多大盘子|给(?:多少)?钱|什么价|额度|多大方|哪个大方|给[得的](?:多|少|阔|大方)|(?:谁|哪[个家边头])给"),
        (Kind.DATE, r"什么时候|啥时候|何时|何日|哪一?天|几号|几月|截止|最晚|最迟|哪年|时间节点|几点|来得及|还能报名"),
        (Kind.DURATION, rf"多久|多长时间|{_N}(?:年|个月|天|周|个工作日)|周期|期限|实施期|年限|一年还是两年|做多长"),
        (Kind.COUNT, rf"{_N}(?:个)?(?:件|家|人|名|位|个|项|份|条|次|种|类|套|页|字|篇|期|所|台)|数量|名额|(?:差|缺|少)(?:多少|几)|够(?:不够|吗)|最低配置|字数"),
        (Kind.PERCENT, rf"%|百分|{_N}(?:成|个点|个百分点)|比例|占比|占多|几比几|(?:涨|增长?|提高|增幅|涨幅)[^，。？]{{0,4}}(?:多少|几|要求|多大)|幅度"),
        (Kind.WHO, r"谁|何(?:单位|人|部门|机构|主体|方)|哪(?:些|类|种|几?家)?(?:单位|部门|机构|企业)|什么(?:样的)?(?:单位|人|部门|机构)|"
                   r"(?:能|可以|够格|有资格)(?:来)?(?:报|申请|申报|参加)|有资格"),
        (Kind.LIST, r"哪些|何(?:种|类)|哪几|哪两|哪三|都有(?:啥|什么|哪)|都要|列(?:一下|个|出)|清单|分别|分哪|有啥|几样|几种|几类"),
        (Kind.YESNO, r"[是能可应须需得有]否|与否|吗|么[？?]?$|不[？?]?$|能不能|可不可以|可以不|行不|是不是|"
                      r"算不算|够不够|有没有|要不要|会不会|可以.{0,6}[？?]|行吗|得不得|还是"),
        (Kind.PLACE, r"哪里|何处|何地|哪儿|在哪|地址|去哪|往哪|(?:送|寄|交|递|报)(?:到|去|给|往)(?:哪|谁|什么)|哪个(?:窗口|部门|处|局)|网址"),
        (Kind.CONTACT, r"电话|号码|邮箱|联系人|联系方式|怎么联系|打哪个|找谁|传真|微信|座机|邮件|打什么号"),
        (Kind.DEFINITION, r"何(?:谓|为|指)|所谓|是(?:个)?(?:什么|啥)|啥意思|什么意思|指(?:的是)?(?:什么|啥|哪)|算(?:什么|啥)|什么叫|怎么理解|口径|讲究|解释"),
        (Kind.PROCEDURE, r"如何(?:申请|报|走|提交|办理?|推荐)|怎么(?:申请|报|走|弄|提交|办|申报|推荐)|流程|程序|步骤|先.{0,8}(?:再|后)|渠道|拍板|审核"),
        (Kind.MATERIAL, r"材料|附件|证明|凭据|凭证|要交|提交(?:什么|哪些)|带什么|准备(?:什么|哪些|啥)|几份|盖章|装订|打印|清单"),
        (Kind.TASK, r"任务|要干|做什么|怎么搞|干啥|干什么|工作内容|怎么(?:做|建|帮|处理|推)|办法|手段|做法"),
        (Kind.TARGET, r"绩效|指标|目标|达标|做到|增长|涨|每年|一年"),
        (Kind.CONDITION, r"条件|门槛|要求|资格|够格|符合|限制|过得去|合格|算不算"),
        (Kind.FORM, r"填|栏|表(?:格|里|上|中)|这一?格|那一?格|怎么写|申报书|字数|封面|空着|写不下|承诺书|盖章那页"),
        (Kind.BUDGET, r"经费|预算|花(?:在|到|钱)|开支|报销|买设备|(?:钱|资金)(?:能|可以|怎么)|工资|社保|劳务"),
    )
)  # fmt: skip

_GIVES: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.AMOUNT, r"\d(?:\.\d+)?\s*(?:万元|亿元|元)"),
        (Kind.DATE, r"\d{4}年\d{1,2}月\d{1,2}日|截止(?:时间|日期)"),
        (Kind.DURATION, r"[一二两三四五六七八九十\d]+\s*(?:年(?![度月])|个月|日内|天|个工作日)|\d{4}\s*(?:至|-|—|~)\s*\d{4}年"),
        (Kind.COUNT, r"[一二两三四五六七八九十\d]+\s*(?:\([^)]*\))?(?:件|家|人|名|个|项|份|条|次|种|类|套|字|篇|所)"),
        (Kind.PERCENT, r"\d\s*%|\d+:\d+"),
        (Kind.CONTACT, r"\d{3,4}-\d{7,8}|电话[:：]?\s*\d{7,}|邮箱[:：]|联系人[:：]|[\w.]+@[\w.]+"),
        (Kind.PLACE, r"地址[:：]|路\d+号|\d+室|网址|(?:报送|送|报|提交|提出).{0,4}(?:至|到|给)|向.{2,18}(?:提出|申请|申报|报送)|到.{2,20}(?:办理|进行|完成)"),
        (Kind.WHO, r"申报(?:主体|对象|单位)|由.{2,20}(?:申报|推荐|牵头)|(?:单位|机构|协会|联盟|院所|管委会|企业)。?$|法人资格"),
        (Kind.LIST, r"[^、]+(?:、[^、]+){3,}|包括"),
        (Kind.BUDGET, r"经费|预算|资金|专款"),
        (Kind.MATERIAL, r"材料|证明|复印件|打印|装订|一式|盖章|公章"),
        (Kind.FORM, r"填|加页|附页|申报书|□"),
    )
)  # fmt: skip


def asked_kinds(plain: str) -> frozenset[Kind]:
    """The kinds of answer a normalised question wants; empty when it does not say."""
    return frozenset(kind for kind, pattern in _ASKED if pattern.search(plain))


def given_kinds(text: str) -> frozenset[Kind]:
    """The kinds of answer a normalised piece of guide text holds, as far as they can be seen."""
    return frozenset(kind for kind, pattern in _GIVES if pattern.search(text))
