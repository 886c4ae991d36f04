"""重庆市高价值专利培育计划: the notice names a 申报书 and does not bring it, so this is our own draft, built from its conditions."""

from __future__ import annotations

from programs._tooling.blank import Blank, Para, fill, hint, label, ticks
from programs._tooling.blanks._draft import LABEL, YES_NO, boxes, cover, header, judged, note, part, words

COVER_NOTE = (
    "说明：《重庆市高价值专利（组合）培育计划申报书》没有随通知提供。"
    "本底稿由申宝按《重庆市知识产权局关于组织申报2020年度重庆市高价值专利培育计划项目的通知》的要求整理，用于准备材料，"
    "不能代替官方表格；正式申报请向所属区县知识产权管理部门索取申报书。"
)
SCOPE = "申报技术领域属于《重庆市推动制造业高质量发展工作方案（2019-2022年）》（渝府发〔2019〕14号）中重点培育的8个产业集群范围。"
BOTH = (
    ("二", "重庆市内注册的"),
    ("二", "具有独立法人资格的"),
    ("一", SCOPE),
    ("一", "优先支持具有产业前瞻性技术研发和重大关键核心技术攻关的“卡脖子”关键技术领域。"),
    ("二（一）1\n二（二）1", "围绕相关技术领域已有一定的研发基础"),
    ("二（一）1\n二（二）1", "并有专利化、产业化应用的可行性调查和相关计划。"),
    ("二（一）1\n二（二）1", "预期专利成果对于突破国际技术封锁……引领产业转型升级具有重大意义。"),
    ("二（一）2\n二（二）2", "技术研发水平处于国内领先"),
)
ENTERPRISE = (
    ("二（一）2", "具有较强研发实力和稳定研发经费来源"),
    ("二（一）2", "无严重失信行为"),
    ("二（一）3", "知识产权工作扎实有效，具有强烈的知识产权战略意识，知识产权管理体系完备"),
    ("二（一）3", "已建立较完善的专利数据库"),
)
ACADEMIC = (
    ("二（二）3", "申报项目的相关技术领域获得过市级及以上科研荣誉"),
    ("二（二）3", "无严重学术不端等失信行为"),
    ("二（二）4", "专利技术产业化运用机制"),
    ("二（二）5", "有完善的知识产权管理制度和知识产权专兼职管理人员。"),
)
PLATFORM = (
    "拥有与所申报项目技术领域相关的重点实验室、工程实验室、工程（技术）研究中心、制造业创新中心等高水平研发机构。"
)
AGENCY = (
    ("二（三）1", "具有较强的高价值专利培育服务能力，具有与申报技术领域相关的专利代理人和专利信息检索分析人员。"),
    ("二（三）2", "具有良好的经营状况，在知识产权服务行业信誉度较好，近三年无不良信用记录。"),
    (
        "二（三）3",
        "具备参与或牵头区域知识产权布局、知识产权规划编制、技术创新专利导航、海外知识产权风险防控等知识产权项目的相关经验。",
    ),
)
TASKS = (
    "1. 建立完善高价值专利培育的组织管理体系。",
    "2. 深化高价值专利培育技术领域的竞争态势分析。",
    "3. 加强关键核心技术的前瞻性专利布局。",
    "4. 提升高价值专利技术的专利申请质量。",
    "5. 加强高价值专利的转化运用。",
    "6. 强化高价值专利的保护。",
    "7. 发挥高价值专利培育的示范效应。",
)
TARGETS = (
    "1．新增专利产品年度销售收入3000万元以上；",
    "2．新增专利转让许可收益1000万元以上；",
    "3．新增专利质押融资额1000万元以上；",
    "4. 专利作价入股新增500万元以上；",
    "5. 获得知识产权投融资100万元以上；",
    "6．组建1个以上产业知识产权联盟并建立专利池，且入池专利数量不少于200件；",
    "7．与培育相关的专利获中国专利奖1项以上；",
    "8．与培育相关的专利技术纳入国家或行业标准1项以上；",
    "9. 与培育相关的专利历经无效宣告程序得以维持，或历经侵权诉讼且胜诉；",
    "10. 与培育相关的专利或相关产品获得国际、国家级奖励。",
)
PROMISED = (
    ("目标1", "新增专利产品年度销售收入（万元）"),
    ("目标2", "新增专利转让许可收益（万元）"),
    ("目标3", "新增专利质押融资额（万元）"),
    ("目标4", "专利作价入股新增（万元）"),
    ("目标5", "获得知识产权投融资（万元）"),
    ("目标6", "组建产业知识产权联盟（个）"),
    ("目标6", "入池专利数量（件）"),
    ("目标7", "获中国专利奖（项）"),
    ("目标8", "纳入国家或行业标准（项）"),
)
EVIDENCE = (
    "申报主体独立法人资格和注册地证明",
    "技术领域、研发基础、可行性调查和相关计划的证明",
    "有效专利清单及相关发明专利、PCT证明",
    "知识产权制度、人员、数据库等工作基础的证明",
    "专利产品产值占比（企业）或研发机构、科研荣誉（高校、科研院所）的证明",
    "与服务机构及其他单位的合作协议",
    "服务机构的人员、信用和项目经验证明",
    "国内外技术信息检索分析材料",
)
PRINTING = "申报单位将《重庆市高价值专利（组合）培育计划申报书》及其相关证明材料双面打印，一式一份，简装成册。"
ROUTE = "按照属地管理原则，向所属区县知识产权管理部门提出申报。"


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
