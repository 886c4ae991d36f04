"""Reading `guide.md` and marking up plain official text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.clauses import join_labels, mark_up, parse_guide, strip_headings
from programs.errors import PackFault


def written(folder: Path, markdown: str) -> Path:
    path = folder / "guide.md"
    path.write_bytes(markdown.encode())
    return path


def test_ids_are_the_printed_labels_joined(tmp_path: Path) -> None:
    """Labels are joined from the top; a number straight after a Chinese numeral takes a dot."""
    text = "一、对象\n（一）企业\n1.有专利\n（1）发明\n二、条件\n3.三年\n"
    guide = parse_guide(written(tmp_path, mark_up(text, title="示例")))
    assert [clause.id for clause in guide.clauses] == [
        "标题",
        "一",
        "一（一）",
        "一（一）1",
        "一（一）1（1）",
        "二",
        "二.3",
    ]
    assert guide.by_id["一（一）1"].path == ("一、对象", "（一）企业", "1.有专利")
    assert guide.by_id["二.3"].parent == "二"


def test_a_label_printed_twice_keeps_both_clauses(tmp_path: Path) -> None:
    """A second 四 is a clause of its own, marked with a prime."""
    guide = parse_guide(written(tmp_path, mark_up("四、任务\n甲\n四、目标\n乙\n", title="示例")))
    assert guide.by_id["四"].text == "四、任务\n甲"
    assert guide.by_id["四'"].text == "四、目标\n乙"


@given(st.text(st.sampled_from("一二三四、（）123.．\n\t #|甲乙\x0b\x0c\u2028"), max_size=200))
def test_marking_up_never_changes_the_text(text: str) -> None:
    """Whatever stands in a text without heading lines, taking the inserted lines out gives it back."""
    if strip_headings(text) == text:
        assert strip_headings(mark_up(text, title="示例")) == text


@pytest.mark.parametrize(
    ("labels", "joined"), [(["三", "（二）"], "三（二）"), (["二", "（一）", "3"], "二（一）3"), (["二", "3"], "二.3")]
)
def test_joining_labels(labels: list[str], joined: str) -> None:
    """The three shapes of clause ids."""
    assert join_labels(labels) == joined


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("正文\n# 标题\n", "第一条标题之前有正文"),
        ("# 标题\n## 一\n甲\n## 一\n乙\n", "在第2行已经用过"),
    ],
)
def test_a_broken_guide_says_where(tmp_path: Path, markdown: str, said: str) -> None:
    """Text before the first heading and ids used twice are faults with their line."""
    with pytest.raises(PackFault, match=said) as caught:
        parse_guide(written(tmp_path, markdown))
    assert "guide.md:" in caught.value.where


def test_a_missing_or_garbled_guide_is_told(tmp_path: Path) -> None:
    """No file, or a file in another encoding, is a fault that says how to mend it."""
    with pytest.raises(PackFault, match="缺少指南原文"):
        parse_guide(tmp_path / "guide.md")
    (tmp_path / "guide.md").write_bytes("# 标题\n正文".encode("gb18030"))
    with pytest.raises(PackFault, match="不是UTF-8"):
        parse_guide(tmp_path / "guide.md")


def test_a_quote_is_located_in_its_own_clause_only(tmp_path: Path) -> None:
    """The same words in another clause are not a hit."""
    guide = parse_guide(written(tmp_path, "# 标题\n## 一\n甲不少于5人\n## 二\n乙不少于5人\n"))
    start, end = guide.locate("二", "不少于5人") or (0, 0)
    assert guide.markdown[start:end] == "不少于5人"
    assert start > guide.by_id["二"].start
    assert guide.locate("一", "乙") is None
