"""重庆市高价值专利培育计划: the notice names a 申报书 and does not bring it, so this is our own draft, built from its conditions."""

from __future__ import annotations

from programs._tooling.blank import Blank, Para, fill, hint, label, ticks
from programs._tooling.blanks._chongqing_words import (
    ACADEMIC,
    AGENCY,
    BOTH,
    COVER_NOTE,
    ENTERPRISE,
    EVIDENCE,
    PLATFORM,
    PRINTING,
    PROMISED,
    ROUTE,
    TARGETS,
    TASKS,
)
from programs._tooling.blanks._draft import LABEL, YES_NO, boxes, cover, header, judged, note, part, words


def build() -> Blank:
    """The whole draft in printed order."""
    blank = Blank(title="重庆市高价值专利培育计划项目申报材料底稿")
    lines = (("项目名称：",), ("申报主体：",), ("主体类型：", "所属区县："), ("项目负责人：", "联系人："))
    cover(blank, "2020年度重庆市高价值专利培育计划项目", lines, COVER_NOTE, why="申报书未随通知提供")
    _unit(blank)
    _conditions(blank)
    _patents(blank)
    _partners(blank)
    _history(blank)
    _tasks(blank)
    _targets(blank)
    _materials(blank)
    return blank


def _unit(blank: Blank) -> None:
    blank.heading("一、基本情况", new_page=True)
    table = blank.table(36, 44, 32, 48, height=11)
    table.row(label("申报主体名称"), fill(3, align="left"))
    table.row(label("统一社会信用代码"), fill(3, align="left"))
    table.row(label("申报主体类型"), fill(), label("注册地所属区县"), fill())
    table.row(label("单位地址"), fill(3, align="left"))
    table.row(label("法定代表人"), fill(), label("项目负责人"), fill())
    table.row(label("项目负责人手机"), fill(), label("项目联系人"), fill())
    table.row(label("项目联系人手机"), fill(), label("联系人电子邮箱"), fill())
    table.row(label("项目名称"), fill(3, align="left"))
    table.row(label("申报技术领域"), fill(3, align="left"))
    table.row(label("研发基础、可行性\n调查和相关计划"), hint("", 3), height=84, splits=True)


def _conditions(blank: Blank) -> None:
    blank.heading("二、申报条件与证明", new_page=True)
    note(blank, "中栏为通知原文；是否符合由申报主体自述，证明材料附后。（二）、（三）两部分按申报主体类型只填一部分。")
    part(blank, "（一）共同条件")
    table = blank.table(24, 100, 36)
    header(table, "条款", "条件（通知原文）", "是否符合")
    for clause, text in BOTH:
        judged(table, clause, text)
    part(blank, "（二）企业作为申报主体")
    table = blank.table(24, 70, 22, 22, 22)
    header(table, "条款", "条件（通知原文）", "2017", "2018", "2019")
    share = "近三年专利产品产值占企业销售收入的比例逐年提升"
    table.row(label("二（一）2"), words(f"{share}（填比例，%）"), fill(), fill(), fill())
    for clause, text in ENTERPRISE:
        table.row(label(clause), words(text), ticks(YES_NO, 3))
    table.row(label("二（一）3"), words("有知识产权专职工作人员（填人数，人）"), fill(3))
    part(blank, "（三）高等学校、科研院所作为申报主体")
    table = blank.table(24, 70, 66)
    header(table, "条款", "条件（通知原文）", "是否符合")
    table.row(label("二（二）2"), words(PLATFORM), ticks(YES_NO))
    table.row(label("二（二）2"), label("高水平研发机构名称", align="left"), fill(align="left"))
    for clause, text in ACADEMIC:
        judged(table, clause, text)
    table.row(label("二（二）3"), label("科研荣誉名称", align="left"), fill(align="left"))


def _patents(blank: Blank) -> None:
    part(blank, "（四）专利实力")
    note(
        blank,
        "企业有效专利30件（含）以上，高校、科研院所不少于50件；相关有效发明均不少于2件，PCT按1:2抵算有效发明专利数。",
    )
    table = blank.table(40, 13, 40, 14, 40, 13, height=12)
    table.row(
        label("有效专利\n（件）"),
        fill(),
        label("其中相关的有效\n发明专利（件）"),
        fill(),
        label("进入国家阶段的\nPCT专利申请（件）"),
        fill(),
        height=14,
    )


def _partners(blank: Blank) -> None:
    blank.heading("三、联合申报单位", new_page=True)
    part(blank, "（一）知识产权服务机构", before=4)
    table = blank.table(12, 46, 43, 24, 35)
    header(table, "序号", "机构名称", "统一社会信用代码", "服务的申报\n主体数（家）", "承担的工作")
    for number in ("1", "2"):
        table.row(label(number), fill(align="left"), fill(), fill(), fill(align="left"), height=12)
    table = blank.table(24, 100, 36)
    header(table, "条款", "条件（通知原文）", "是否符合")
    for clause, text in AGENCY:
        judged(table, clause, text)
    note(blank, "每家服务机构参与服务的申报主体不超过2家（二（三）4），连本项目一起数。", before=6)
    part(blank, "（二）其他联合申报单位")
    table = blank.table(12, 56, 28, 20, 44)
    header(table, "序号", "单位名称", "单位类型", "在市内", "承担的工作")
    for number in ("1", "2", "3"):
        table.row(label(number), fill(align="left"), fill(), fill(), fill(align="left"), height=12)
    note(
        blank,
        "以高等学校、科研院所作为申报主体时，除联合知识产权服务机构外，还必须同时联合市内企业共同申报（二）。",
        before=6,
    )
    part(blank, "（三）协同创新机制与事前沟通")
    table = blank.table(24, 100, 36)
    header(table, "条款", "条件（通知原文）", "是否符合")
    judged(table, "二（一）5\n二（二）4", "已形成协同创新机制")
    judged(table, "四（一）", "拟申报单位事前应与合作单位进行充分沟通，形成一致意见")
    table.row(label("协同机制\n说明"), hint("", 2), height=36, splits=True)


def _history(blank: Blank) -> None:
    blank.heading("四、以往承担情况与申报前准备", before=20)
    part(blank, "以往承担的重庆市高价值专利培育计划项目", before=4)
    table = blank.table(12, 24, 62, 34, 28)
    header(table, "序号", "项目年度", "项目名称", "承担身份", "已结题验收")
    for number in ("1", "2"):
        table.row(label(number), fill(), fill(align="left"), fill(), fill(), height=11)
    part(blank, "申报前准备")
    table = blank.table(24, 100, 36)
    header(table, "条款", "要求（通知原文）", "是否做到")
    judged(table, "六（二）", "申报单位在申报前须认真检索国内外相关技术信息，充分研究分析同类技术特点")
    judged(table, "六（二）", "申报材料应真实、准确、规范")


def _tasks(blank: Blank) -> None:
    blank.heading("五、主要任务", new_page=True)
    table = blank.table(44, 116)
    header(table, "任务（通知原文）", "工作安排")
    for task in TASKS:
        table.row(words(task), hint(""), height=29, splits=True)


def _targets(blank: Blank) -> None:
    blank.heading("六、绩效目标", new_page=True)
    note(blank, "在项目实施期内，新增发明专利20件以上，新增PCT专利申请1件以上，并达成以下目标3项或3项以上。")
    table = blank.table(44, 36, 44, 36)
    table.row(label("新增发明专利（件）"), fill(), label("新增PCT专利申请（件）"), fill(), height=11)
    table.row(label("选定的绩效目标"), boxes(TARGETS, 3))
    part(blank, "承诺值（选定的才填）")
    table = blank.table(24, 76, 60)
    header(table, "目标", "内容", "承诺值")
    for number, text in PROMISED:
        table.row(label(number), label(Para(text, LABEL, "left")), fill())
    for number, text in (("目标9", "无效宣告维持或侵权诉讼胜诉的安排"), ("目标10", "拟获得的国际、国家级奖励")):
        table.row(label(number), label(Para(text, LABEL, "left")), fill(align="left"), height=11)


def _materials(blank: Blank) -> None:
    blank.heading("七、证明材料清单与报送", new_page=True)
    note(blank, "通知没有列出证明材料的清单，以下按各项申报条件列出，供自查。")
    table = blank.table(36, 124)
    table.row(label("已备齐的证明材料"), boxes(EVIDENCE))
    part(blank, "打印与报送（通知六（五）、四（一）原文）", before=14)
    table = blank.table(160)
    table.row(words(PRINTING))
    table.row(words(ROUTE))
    note(
        blank,
        "区县知识产权管理部门汇总后报市知识产权局运用促进处，截止时间为2020年7月10日；向区县提交的日期请问所属区县。",
        before=10,
    )
