"""附件4, 重点运营平台引领计划: the guide brings no form, only a commitment.

This is our own 申报材料底稿, built from the guide's conditions, tasks and targets, and it says so on its first page and at
the commitment, whose words (我市) stand as printed.
"""

from __future__ import annotations

from programs._tooling.blank import (
    FANGSONG,
    HEITI,
    SONGTI,
    Blank,
    Cell,
    Face,
    Para,
    Table,
    fill,
    hint,
    label,
    side,
    ticks,
)

NOTE = (
    "说明：附件4没有附申报书表格。本底稿由申报助手按指南的申报主体、申报条件、项目任务和绩效目标整理，供准备申报材料时使用，"
    "不是官方表格；正式申报请以主管部门下发的表格为准。各栏左侧或上方引用的条款文字取自指南原文。"
)
COMMITMENT_NOTE = "（以下为指南附件4所附信用承诺书的原文，承诺人写的是“我市”，由谁出具指南没有写明；本底稿一字未改，不代作申报单位自己的承诺书。）"
COMMITMENT = (
    "我市已知晓《省级财政专项资金管理应用信用信息暂行规定》，并郑重承诺如下：",
    "1. 申报项目的所有材料均依据相关项目申报要求，据实提供，无任何伪造修改和虚假成分；",
    "2. 专项资金获批后将严格按照《江苏省知识产权专项资金管理办法》等有关规定规范使用，并为项目实施提供承诺的条件，按任务要求推进项目实施；",
    "3. 如违背以上承诺，我市及相关责任人员愿意承担相关责任。",
)
YES_NO = "□是　□否"


def build() -> Blank:
    """The whole draft in printed order."""
    blank = Blank(title="2022年度知识产权转化重点运营平台引领计划项目申报材料底稿（非官方表格）")
    _cover(blank)
    _unit(blank)
    _conditions(blank)
    _tasks(blank)
    _targets(blank)
    _plan(blank)
    _commitment(blank)
    return blank


def _cover(blank: Blank) -> None:
    blank.para("【非官方表格】", face=Face(HEITI, "四号"), align="right")
    blank.title("2022年度知识产权转化重点运营平台\n引领计划项目", before=110, after=12)
    blank.subtitle("申报材料底稿")
    blank.para("", before=80)
    blank.cover_line("申报单位：", left_mm=14, right_mm=148)
    blank.cover_line("单位地址：", left_mm=14, right_mm=148)
    blank.cover_line("项目负责人：", "电话：", left_mm=14, right_mm=148)
    blank.cover_line("项目联系人：", "电话：", left_mm=14, right_mm=148)
    blank.para(Para(NOTE, Face(FANGSONG, "五号"), "both", before=120, line=18))


def _unit(blank: Blank) -> None:
    blank.heading("一、申报单位基本信息", new_page=True)
    table = blank.table(16, *[12] * 12)
    table.row(side("申报\n单位", 6), label("单位名称", 3), fill(9, align="left"))
    table.row(label("统一社会信用代码", 3), fill(9, align="left"))
    table.row(label("单位地址", 3), fill(9, align="left"))
    table.row(label("单位类型", 3), fill(9, align="left"))
    table.row(
        label("是否在常州市注册", 3), ticks(YES_NO, 3), label("是否具有独立法人资格", 3), ticks(YES_NO, 3), height=12
    )
    table.row(label("法定代表人", 3), fill(3), label("联系电话", 3), fill(3))
    table.row(side("项目\n负责人", 2), label("姓名", 2), fill(4), label("职务", 2), fill(4))
    table.row(label("固定电话", 2), fill(4), label("手机", 2), fill(4))
    table.row(side("项目\n联系人", 2), label("姓名", 2), fill(4), label("手机", 2), fill(4))
    table.row(label("固定电话", 2), fill(4), label("E-mail", 2), fill(4))
    table.row(
        side("单位\n总体\n情况"),
        hint(
            "（介绍单位基本情况、主要业务，以及在专利运营领域的影响力；指南一：“重点支持我市在专利运营领域有较强影响力的服务载体”。）",
            12,
        ),
        height=110,
        splits=True,
    )


def _conditions(blank: Blank) -> None:
    blank.heading("二、申报条件", new_page=True)
    table = blank.table(22, 40, 26, 42, 30)
    table.row(
        label("条款"), label("指南要求"), label("是否符合"), label("情况说明"), label("可备证明材料"), header=True
    )
    base = side("三（一）\n基础条件强", 4)
    _condition(
        table, base, "具有能够支撑面向全社会开展相关服务的软硬件措施", "场地和设备清单、系统平台说明、对外服务记录"
    )
    _condition(table, None, "相对稳定且全面的基础数据来源", "数据采购或共享协议、自有数据库说明")
    _condition(table, None, "稳定的资金支持", "审计报告、出资或拨款文件")
    table.row(
        label("服务团队专业且不少于10人", align="left"), ticks(YES_NO), label("团队人数（人）"), fill(), height=18
    )
    record = side("三（二）\n服务业绩优", 2)
    _condition(table, record, "具有为中小企业服务的良好业绩", "服务合同和统计、服务对象证明")
    _condition(table, None, "在本领域中具有较高的知名度和影响力", "荣誉称号、媒体报道、承担公共服务的文件")
    table.row(
        side("三（三）\n信用记录好", 2), label("近三年经营规范，无重大违法违规行为发生", align="left"), ticks(YES_NO),
        label("信用报告、行政处罚查询记录", 2, align="left"), height=18,
    )  # fmt: skip
    table.row(
        label("是否列入经营异常名录和严重违法失信企业名单（要求：未列入）", align="left"), ticks(YES_NO),
        label("国家企业信用信息公示系统查询结果", 2, align="left"), height=18,
    )  # fmt: skip
    blank.para("服务团队名单", face=Face(HEITI, "小四"), after=4, new_page=True, keep_next=True)
    team = blank.table(14, 30, 40, 40, 36)
    team.row(*[label(text) for text in ("序号", "姓名", "职务/职称", "专业及学历", "承担的工作")], header=True)
    for number in range(1, 11):
        team.row(label(str(number)), fill(), fill(), fill(), fill(), height=11)


def _condition(table: Table, clause: Cell | None, wanted: str, evidence: str) -> None:
    """A row for one wanted condition; `clause` is given where its side label begins."""
    cells = (label(wanted, align="left"), ticks(YES_NO), hint(""), label(evidence, align="left"))
    table.row(*([clause] if clause is not None else []), *cells, height=31, splits=True)


def _tasks(blank: Blank) -> None:
    blank.heading("三、项目任务", new_page=True)
    table = blank.table(44, 116)
    table.row(label("任务（指南四）"), label("实施安排"), header=True)
    for task in (
        "（一）构建知识产权运营服务网络",
        "（二）实施“专利引入赋能行动”",
        "（三）加大专利转化人才培养引进力度",
        "（四）组织专场专利对接活动",
        "（五）大力发展知识产权金融",
        "（六）建设国际开放创新协作网络",
    ):
        table.row(label(task, align="left"), hint(""), height=34, splits=True)


def _targets(blank: Blank) -> None:
    blank.heading("四、绩效目标", new_page=True)
    table = blank.table(26, 70, 32, 32)
    table.row(label("条款"), label("目标"), label("2021年（基数）"), label("2022年（目标）"), header=True)
    table.row(
        side("五（一）\n年度增幅\n20%以上", 3),
        label("接受高校院所、国有企业专利转让许可的中小企业数量（家）", align="left"),
        fill(),
        fill(),
        height=12,
    )
    table.row(label("转化实施专利数量（件）", align="left"), fill(), fill(), height=12)
    table.row(label("转化实施专利金额（万元）", align="left"), fill(), fill(), height=12)
    table.row(
        side("五（一）\n超过250家"), label("参与专利转移转化中小企业数量（家）", align="left"), fill(2), height=14
    )
    table.row(
        side("五（二）\n增幅\n超过20%", 2), label("质押融资金额（万元）", align="left"), fill(), fill(), height=12
    )
    table.row(label("质押融资项目数（项）", align="left"), fill(), fill(), height=12)
    table.row(
        side("五（三）"), label("培养引进一批专业化知识产权运营团队", align="left"), hint("", 2), height=26, splits=True
    )
    table.row(
        side("五（四）"),
        label("相关工作模式或者专利转化成效得到认可或推广应用的级别（要求：市级以上）", align="left"),
        ticks("□县（区）级　□市级\n□省级　□国家级", 2),
        height=14,
    )
    table.row(
        side("五（五）"),
        label("平台在促进专利信息传播利用，提高专利转化对接效率方面有积极贡献", align="left"),
        hint("", 2),
        height=26,
        splits=True,
    )


def _plan(blank: Blank) -> None:
    blank.heading("五、工作计划", before=20)
    table = blank.table(34, 70, 56)
    table.row(label("时间"), label("主要工作"), label("预期成果"), header=True)
    table.rows(5, fill(), fill(align="left"), fill(align="left"), height=10)


def _commitment(blank: Blank) -> None:
    note = Para(COMMITMENT_NOTE, Face(SONGTI, "小五"), "both", page_break_before=True)
    blank.para(note)
    blank.para(Para("信用承诺书", Face(HEITI, "小二"), "center", before=24, after=30, style="Heading1"))
    for text in COMMITMENT:
        blank.body(text, size="四号", line=30)
    blank.signature("（公章）", left_mm=100, size="四号")
