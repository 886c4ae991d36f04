"""The blank of the example programme that `make new-program` copies; `python -m programs._tooling.blanks._example` writes it."""

from __future__ import annotations

from programs._tooling.blank import Blank, fill, label, ticks
from programs.registry import PROGRAMS_DIR


def build() -> Blank:
    """The whole form in printed order: one of each thing a form is usually made of."""
    blank = Blank(title="示例市专利转化示例项目申报书", cover=False)
    blank.title("示例市专利转化示例项目申报书")
    blank.heading("一、单位信息")
    table = blank.table(48, 112)
    table.row(label("单位名称"), fill(align="left"))
    table.row(label("统一社会信用代码"), fill(align="left"))
    table.row(label("单位类型"), ticks("高校 □　　企业 □"))
    table.row(label("联系人手机"), fill(align="left"))
    blank.heading("二、申报条件")
    blank.line("知识产权管理人员（人）：")
    table = blank.table(40, 40, 40, 40)
    table.row(label("近2年专利授权情况", 4), header=True)
    table.row(label("年度"), label("发明（件）"), label("实用新型（件）"), label("备注"))
    for year in ("2028年", "2029年"):
        table.row(label(year), fill(), fill(), fill())
    blank.para("知识产权管理制度", before=8, after=4)
    table = blank.table(100, 60)
    table.row(label("制度名称"), label("施行日期"), header=True)
    for _ in range(3):
        table.row(fill(), fill())
    blank.heading("三、项目内容")
    blank.line("申请支持金额（万元）：")
    blank.para("项目内容（500字以内）：", before=6)
    blank.empty()
    blank.signature("法定代表人（签字）：", "（盖章）", "年　　月　　日")
    return blank


if __name__ == "__main__":
    build().write(PROGRAMS_DIR / "_template" / "form.docx")
