"""国家专利协同运用试点单位: the guide brings neither 申报书 nor 提纲, so this is our own draft, built from what it demands."""

from __future__ import annotations

from programs._tooling.blank import Blank, fill, hint, label, ticks
from programs._tooling.blanks._draft import YES_NO, boxes, cover, header, note, part, room, words

TASKS = (
    "建立专利信息利用合作机制",
    "建立专利协同创造机制",
    "建立专利协同运用机制",
    "建立专利联合保护机制",
    "建立专利协同管理机制",
)
MATERIALS = (
    "国家专利协同运用试点单位申报书",
    "试点单位工作方案",
    "行业协会法人资格证书",
    "申报书相关内容的证明材料",
    "其他证明符合申报条件的有关材料",
    "重点工作实施单位法人资格证书及相关证明材料",
)
CONDITIONS = (
    "1．属于国家重点产业领域的全国性行业协会或具有地方产业、产品和市场优势的地方性行业协会；",
    "2．行业内关键技术领域专利密集度较高，专利纠纷频发、专利壁垒问题突出，企业对专利协同运用需求强烈；",
    "3．设有管理专利工作的部门，且从事专利工作的专职人员不少于2人，具备一定的专利运用服务经验和推进专利运用工作基础；",
    "4．在推进行业创新体系建设方面取得一定成效，企业在技术创新、产品创新、组织创新和商业模式创新等方面有一定的协作基础，"
    "能形成互补优势。",
)
PLAN = (
    "2．试点单位工作方案。申报试点单位的行业协会应按照要求，以全球视野，深入分析本行业发展现状和外部环境，找准专利运用存在的主要问题，"
    "明确行业发展路径，研究制定5年期“国家专利协同运用试点单位工作方案”（参考提纲详见附件2）。"
    "工作方案应针对一项或多项主要任务，提出工作目标、工作原则、重点工作及组织措施等，并确定本行业骨干企业作为重点工作的实施单位。"
)
EVIDENCE = (
    "3．相关证明材料。行业协会法人资格证书、《国家专利协同运用试点单位申报书》相关内容的证明材料及其他证明符合申报条件的有关材料；"
    "重点工作实施单位法人资格证书及相关证明材料等。"
)
ROUTE = "地方性行业协会向所在地省（区、市）知识产权局提出申请；全国性行业协会按照要求直接向国家知识产权局提出申请。"
COVER_NOTE = (
    "说明：《国家专利协同运用试点单位申报书》（附件1）和工作方案参考提纲（附件2）没有随指南提供。"
    "本底稿由申报助手按《国家专利协同运用试点单位申报指南（试行）》的要求整理，用于准备材料，不能代替官方表格；"
    "正式申报请使用国家知识产权局发布的申报书和提纲。"
)


def build() -> Blank:
    """The whole draft in printed order."""
    blank = Blank(title="国家专利协同运用试点单位申报材料底稿")
    lines = (("行业协会名称：",), ("协会类别：", "所属行业："), ("注册地：",), ("试点工作负责人：", "联系人："))
    cover(blank, "国家专利协同运用试点单位", lines, COVER_NOTE, why="表格未随指南提供")
    _unit(blank)
    _conditions(blank)
    _plan(blank)
    _materials(blank)
    return blank


def _unit(blank: Blank) -> None:
    blank.heading("一、申报单位基本情况", new_page=True)
    table = blank.table(36, 44, 32, 48, height=11)
    table.row(label("行业协会名称"), fill(3, align="left"))
    table.row(label("统一社会信用代码"), fill(3, align="left"))
    table.row(label("单位类型"), fill(), label("协会类别"), fill())
    table.row(label("所属行业"), fill(), label("注册地"), fill())
    table.row(label("地址"), fill(), label("邮政编码"), fill(), height=13)
    table.row(label("法定代表人"), fill(), label("试点工作负责人"), fill())
    table.row(label("负责人职务"), fill(), label("负责人手机"), fill())
    table.row(label("联系人"), fill(), label("联系人手机"), fill())
    table.row(label("联系人电子邮箱"), fill(3, align="left"))


def _conditions(blank: Blank) -> None:
    blank.heading("二、申报条件与证明", new_page=True)
    note(blank, "左栏为指南四（一）的原文；是否符合由申报单位自述，证明材料附后，由受理的知识产权局和专家判断。")
    table = blank.table(44, 46, 70)
    header(table, "申报条件（指南原文）", "项目", "情况")
    first, second, third, fourth = CONDITIONS
    tall = 28
    table.row(words(first, 1, 2), label("属于国家重点产业领域\n（全国性协会）"), ticks(YES_NO), height=15)
    table.row(label("具有地方产业、产品和\n市场优势（地方性协会）"), ticks(YES_NO), height=15)
    table.row(words(second, 1, 3), label("密集度、纠纷、壁垒、\n需求四项都符合"), ticks(YES_NO), height=15)
    table.row(label("专利密集情况"), hint(""), height=tall, splits=True)
    table.row(label("专利纠纷、专利壁垒\n和企业需求"), hint(""), height=tall, splits=True)
    table.row(words(third, 1, 5), label("设有管理专利工作的部门"), ticks(YES_NO))
    table.row(label("部门名称"), fill())
    table.row(label("专职人员（人）"), fill())
    table.row(label("具备服务经验和工作基础"), ticks(YES_NO))
    table.row(label("服务经验和工作基础"), hint(""), height=tall, splits=True)
    table.row(words(fourth, 1, 3), label("创新有成效、协作\n有基础、能互补"), ticks(YES_NO), height=15)
    table.row(label("创新体系建设的成效"), hint(""), height=tall, splits=True)
    table.row(label("企业协作基础和互补优势"), hint(""), height=tall, splits=True)
    part(blank, "从事专利工作的专职人员名单")
    staff = blank.table(14, 34, 46, 66)
    header(staff, "序号", "姓名", "职务/职称", "负责的专利工作")
    for number in ("1", "2", "3"):
        staff.row(label(number), fill(), fill(), fill(align="left"))


def _plan(blank: Blank) -> None:
    blank.heading("三、国家专利协同运用试点单位工作方案", new_page=True)
    note(blank, "指南要求工作方案为5年期，针对一项或多项主要任务，提出工作目标、工作原则、重点工作及组织措施等。")
    table = blank.table(32, 48, 30, 50)
    table.row(label("方案年限（年）"), fill(), label("起止年份"), fill())
    table.row(label("针对的主要任务"), boxes(TASKS, 3))
    room(blank, "（一）行业发展现状和外部环境", 6)
    room(blank, "（二）专利运用存在的主要问题", 5)
    room(blank, "（三）行业发展路径", 5)
    room(blank, "（四）工作目标", 5)
    room(blank, "（五）工作原则", 4)
    room(blank, "（六）重点工作", 8)
    room(blank, "（七）组织措施", 5)
    part(blank, "（八）重点工作实施单位（骨干企业）")
    units = blank.table(12, 52, 40, 56)
    header(units, "序号", "企业名称", "统一社会信用代码", "承担的重点工作")
    for number in ("1", "2", "3"):
        units.row(label(number), fill(align="left"), fill(), fill(align="left"), height=11)


def _materials(blank: Blank) -> None:
    blank.heading("四、申报材料清单", new_page=True)
    note(blank, "以下为指南四（二）申报材料的原文。")
    table = blank.table(160)
    table.row(words("1．《国家专利协同运用试点单位申报书》（详见附件1）。"))
    table.row(words(PLAN))
    table.row(words(EVIDENCE))
    table.row(words("附件：1．国家专利协同运用试点单位申报书　　2．国家专利协同运用试点单位工作方案参考提纲"))
    part(blank, "备齐情况", before=14)
    ready = blank.table(38, 122)
    ready.row(label("已备齐的申报材料"), boxes(MATERIALS))
    part(blank, "报送途径（指南四（三）原文）", before=14)
    route = blank.table(160)
    route.row(words(ROUTE))
    note(blank, "份数、装订、截止日期和联系方式，指南均未载明，请向受理的知识产权局核实。", before=10)
