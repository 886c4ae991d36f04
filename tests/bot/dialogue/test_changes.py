"""What differs between two exports, as a reader of the document would see it."""

from __future__ import annotations

from typing import Any

from bot.dialogue.answers import write
from bot.dialogue.changes import changed, changes_since
from bot.dialogue.models import Case, Reason
from tests.bot.dialogue.worlds import Talker, example_world

FORM = example_world().forms["template"]


def case_with(case: Case | None = None, /, **values: Any) -> Case:
    talker = Talker.new()
    talker.say("您好")
    from bot.dialogue import messages as m

    event = m.Said(text="", **talker.about())
    case = case or Case(program="template")
    return write(case, event, len(case.log) + 1, values, Reason.ANSWERED)


def told(before: Case, after: Case) -> list[tuple[str, str, str]]:
    return [(one.label, one.before, one.after) for one in changed(FORM, before, after)]


def rows(*names: str) -> list[dict[str, str]]:
    key = FORM.fields["rules"].columns[0].key
    return [{key: name} for name in names]


def test_plain_answers_are_told_with_both_values():
    """A new, a changed and an emptied answer each have their line, in the form's order."""
    before = case_with(unit_name="甲大学", plan="旧方案。")
    after = case_with(before, unit_name="乙大学", plan=None, amount_wan="20")
    assert [(label, bool(old), bool(new)) for label, old, new in told(before, after)] == [
        (FORM.fields["unit_name"].label, True, True),
        (FORM.fields["amount_wan"].label, False, True),
        (FORM.fields["plan"].label, True, False),
    ]
    assert told(before, before) == []


def test_rows_are_compared_as_rows():
    """A row put in front is one added row, not every row changed; a changed cell is told as a cell, a lost row as a row."""
    label = FORM.fields["rules"].label
    before = case_with(rules=rows("甲", "乙", "丙"))
    first = FORM.fields["rules"].columns[0].label
    assert told(before, case_with(before, rules=rows("新", "甲", "乙", "丙"))) == [
        (f"{label} 第1行", "", f"{first}：新")
    ]
    assert told(before, case_with(before, rules=rows("甲", "丁", "丙"))) == [(f"{label} 第2行 {first}", "乙", "丁")]
    assert told(before, case_with(before, rules=rows("甲", "丙"))) == [(f"{label} 原第2行", f"{first}：乙", "")]


def test_what_the_document_does_not_show_is_no_change():
    """An answer that only rules read, or that does not apply any more, changes nothing on the page."""
    before = case_with(unit_name="甲大学")
    hidden = next(key for key in FORM.fields if key not in FORM.printed_keys)
    after = before.model_copy(
        update={"log": (*before.log, before.log[0].model_copy(update={"field": hidden, "value": True}))}
    )
    assert told(before, after) == []


def test_the_log_alone_tells_what_an_earlier_document_said():
    """The first entries of the log are the document as it was; later ones are the difference."""
    case = case_with(unit_name="甲大学")
    longer = case_with(case, unit_name="乙大学")
    (line,) = changes_since(FORM, longer, len(case.log))
    assert (line.before, line.after) == ("甲大学", "乙大学")
