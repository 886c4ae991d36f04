"""上海市知识产权运营促进中心 项目申报书: the guide's form, with the cover it lost and the numbers 一、 and 二、 put back.

The sections 三 to 五 and every label are as printed; the cover is rebuilt from what 填报说明 2 says of it.
"""

from __future__ import annotations

from programs._tooling.blank import FANGSONG, HEITI, SONGTI, Blank, Cell, Face, Para, fill, hint, label, side

NOTES = (
    "1.申报书的内容将作为项目评审、签订任务书的重要依据，申报书的各项填报内容及附件材料必须实事求是、准确严谨、层次清晰。"
    "申报单位对申报材料的合法性、真实性、完整性负责。",
    "2.封面中项目编号不需填写。",
    "3.申报书各栏目不得空缺，无内容时填“无”。 各栏不够填写时，请自行加页。",
    "4. 申报单位需准备的相关附件材料：营业执照复印件;相关认证、资质、荣誉等证书复印件；"
    "项目负责人和项目团队成员职称证、职业资格证等复印件；"
    "申报单位承担的相关项目任务书和成果证明材料复印件（篇幅较长的材料可以仅提供封面或目录及相关页）；其他需要提交的支撑材料。",
    "5.申报书及相关材料一律采用 A4 纸张双面打印，并于左侧装订成册，打印一式两份（签名并加盖公章）。",
)
PROMISE = "所提交的资料真实有效，并自愿承担相应责任。同意申报。"
MEMBERS = ("序号", "姓名", "身份证号码", "所在部门", "职务/职称", "学历", "现从事专业", "承担任务")
NOT_FOR_PUBLIC_1 = "（公益1类事业单位不用填）"


def build() -> Blank:
    """The whole blank in printed order."""
    blank = Blank(title="上海市知识产权运营促进中心项目申报书")
    _cover(blank)
    _notes(blank)
    _unit(blank)
    _capability(blank)
    _plan(blank)
    _leader(blank)
    _members(blank)
    _opinions(blank)
    return blank


def _cover(blank: Blank) -> None:
    blank.line("项目编号：", tail_chars=10, face=Face(FANGSONG, "四号"), align="right")
    blank.title("上海市知识产权运营促进中心", before=120, after=8)
    blank.title("项目申报书", after=0, size="一号")
    blank.para("", before=110)
    blank.cover_line("申报单位：", after="（盖章）", left_mm=3, right_mm=157, size="小三")
    blank.cover_line("推荐单位：", after="（盖章）", left_mm=3, right_mm=157, size="小三")
    blank.cover_line("负责人：", "电话：", left_mm=3, right_mm=157, size="小三")
    blank.cover_line("联系人：", "电话：", left_mm=3, right_mm=157, size="小三")
    blank.para("填报日期：      年    月    日", face=Face(FANGSONG, "三号"), align="center", before=96)


def _notes(blank: Blank) -> None:
    blank.para(
        Para(
            " 填 报 说 明", Face(HEITI, "小二"), "center", before=24, after=30, style="Heading1", page_break_before=True
        )
    )
    for text in NOTES:
        blank.body(text, size="四号", line=30, after=6)


def _unit(blank: Blank) -> None:
    blank.heading("一、申报单位基本信息", new_page=True)
    table = blank.table(26, 26, 44, 30, 34, height=11)
    table.row(label("申报单位"), fill(4, align="left"))
    table.row(label("单位性质"), _noted("（公益1类、2类、3类事业单位、科研机构、国有企业等）"))
    table.row(label("统一社会\n信用代码"), fill(4, align="left"), height=13)
    table.row(label("开户银行"), _noted(NOT_FOR_PUBLIC_1))
    table.row(label("银行账号"), _noted(NOT_FOR_PUBLIC_1))
    table.row(label("通信地址\n（邮政编码）"), fill(4, align="left"), height=13)
    table.row(label("人员信息"), label("姓名"), label("身份证号码"), label("电话（手机）"), label("电子邮箱"))
    for person in ("单位法人", "项目负责人", "项目联系人"):
        table.row(label(person), fill(), fill(), fill(), fill(), height=12)
    table.row(side("单位主营\n业务范围"), hint("", 4), height=62, splits=True)


def _noted(text: str) -> Cell:
    """A cell of one line with the form's note, which gives way to the answer."""
    return Cell((Para(text),), 4, 1, "value", "left")


def _capability(blank: Blank) -> None:
    blank.heading("二、申报单位承担项目能力基本情况", new_page=True)
    table = blank.table(16, 144)
    table.row(
        side("申\n报\n单\n位"),
        hint(
            "（申报单位简介；所在系统简介；项目人员构成；机构合作情况；知识产权运营能力条件简述；"
            "专利许可转让、作价入股、跨境交易等知识产权运营工作或科技成果转化工作实际开展状况和成效简述；"
            "所获荣誉奖项等，1000字以内，详细内容另外附页。）"
        ),
        height=222,
        splits=True,
    )


def _plan(blank: Blank) -> None:
    blank.heading("三、项目实施方案和绩效目标", new_page=True)
    table = blank.table(160)
    table.row(
        hint(
            "（拟开展的工作计划、推进举措、资金安排和保障措施，预计2021-2023年完成的绩效成果产出等，"
            "1000字以内，详细方案另外附页。）"
        ),
        height=222,
        splits=True,
    )


def _leader(blank: Blank) -> None:
    blank.heading("四、项目组成员信息", new_page=True)
    table = blank.table(16, 18, 26, 20, 22, 18, 40, height=11)
    table.row(
        side("项目\n负责人", 5), label("姓名"), fill(), label("性别"), fill(), label("身份证\n号码"), fill(), height=12
    )
    table.row(label("学历"), fill(), label("职务/职称"), fill(), label("现从事\n专业"), fill(), height=12)
    table.row(label("所在部门"), fill(3), label("职务"), fill())
    table.row(label("手机"), fill(3), label("电子邮箱"), fill())
    table.row(label("固定电话"), fill(3), label("签名"), fill())


def _members(blank: Blank) -> None:
    blank.para("", face=Face(SONGTI, "五号"))
    table = blank.table(
        11, 17, 36, 19, 20, 15, 20, 22, label_face=Face(SONGTI, "小五"), value_face=Face(FANGSONG, "小五")
    )
    table.row(label("项目组全部成员", 8), header=True, height=10)
    table.row(*[label(text.replace("职务/职称", "职务/\n职称")) for text in MEMBERS], header=True, height=12)
    for number in ("1", "2", "3", "…"):
        table.row(label(number), *[fill() for _ in MEMBERS[1:]], height=12)


def _opinions(blank: Blank) -> None:
    blank.heading("五、单位意见", new_page=True)
    for caption, side_label in (("申报单位意见", "申报单位\n承诺及\n意见"), ("推荐单位意见", "推荐单位\n意见")):
        blank.para(caption, face=Face(HEITI, "小四"), before=12, after=4, keep_next=True)
        table = blank.table(26, 134)
        table.row(side(side_label), _opinion(), height=82)


def _opinion() -> Cell:
    """The printed promise, then the places for seal and date, all left empty."""
    face = Face(FANGSONG, "小四")
    return hint(
        (
            Para("", face),
            Para(PROMISE, face, "left", first_chars=2),
            *(Para("", face) for _ in range(5)),
            Para("单位签章：", face, "left", left_mm=62, before=12),
            Para("年   月   日", face, "left", left_mm=84, before=16, after=6),
        )
    )
