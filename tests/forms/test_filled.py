"""A filled form is read back as it was filled, whatever Word and WPS made of it; other years and other forms are told apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.document import render
from forms.docx_text import T, text_of
from forms.fields.registry import understand
from forms.filled.reading import forms_like
from forms.filled.ticks import ticked
from forms.models import Understood
from tests.forms.filled_samples import EDITS, FULL, as_json, body_of, edited, forms, found, full, read, sample, written

PROGRAMS = sorted({path.parents[2].name for path in FULL})


def test_there_is_a_full_sample_of_every_programme() -> None:
    """All eight programmes take part."""
    assert len(PROGRAMS) == 8
    assert set(PROGRAMS) == set(forms())


@pytest.mark.parametrize("path", FULL, ids=lambda path: f"{path.parents[2].name}-{path.stem}")
def test_round_trip(path: Path) -> None:
    """What was filled is what is read, field by field, nothing more and nothing less."""
    form, answers = sample(path)
    got = read(form, written(form, answers))
    assert found(form, got) == as_json(form, answers)
    assert got.unread == ()
    assert got.apart == ()


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_edited_in_word_or_wps(data: st.DataObject) -> None:
    """Any part of the answers, edited in any way that leaves their words alone, is read the same."""
    form, answers = full(data.draw(st.sampled_from(PROGRAMS)))
    keys = data.draw(st.sets(st.sampled_from(sorted(answers)), min_size=1))
    part = {key: answers[key] for key in answers if key in keys}
    rendered = render(form, part)
    names = data.draw(st.lists(st.sampled_from(sorted(EDITS)), unique=True, max_size=4))
    got = found(form, read(form, edited(rendered.data, *(EDITS[name] for name in names))))
    counted = {key: value for key, value in as_json(form, part).items() if key not in rendered.blank}
    applied = {key: value for key, value in counted.items() if key in got or key not in _parked(form, part)}
    assert got == applied


def _parked(form: Any, answers: Any) -> set[str]:
    from forms.progress import active

    return set(answers) - set(active(form, answers))


@settings(max_examples=15)
@given(st.data())
def test_texts_of_any_kind_come_back(data: st.DataObject) -> None:
    """Whatever a person writes into texts, labels and marks of the form among it, comes back as the field understands it."""
    form, _ = full("changzhou-university")
    words = st.text(st.sampled_from("甲乙 丙（）：，。□\n手机合计姓名2021A&<1"), min_size=1, max_size=60)
    answers = {}
    for key in ("unit_name", "unit_intro", "operation_body", "transfer_cases", "contact_address"):
        understood = understand(form.fields[key], data.draw(words))
        if isinstance(understood, Understood) and isinstance(understood.value, str):
            answers[key] = understood.value
    got = found(form, read(form, written(form, answers)))
    assert {k: _words(v) for k, v in got.items()} == {k: _words(v) for k, v in as_json(form, answers).items()}


def _words(text: str) -> str:
    return "".join(text.split()).strip("_：:")


@pytest.mark.parametrize("slug", PROGRAMS)
def test_form_is_recognised(slug: str) -> None:
    """Each filled form is most like the blank of its own programme, and an unlike document like none."""
    form, answers = full(slug)
    assert forms_like(forms(), body_of(written(form, answers)), {})[0][1] == slug
    plain = edited(written(form, answers), lambda root: [setattr(said, "text", "会议纪要") for said in root.iter(T)])  # type: ignore[arg-type, return-value]
    assert forms_like(forms(), body_of(plain), {}) == []


def test_other_years_are_left_out_and_named() -> None:
    """Of last year's edition only rows of the same years are read; the tables that reach further back are named."""
    form, answers = full("changzhou-university")

    def earlier(root: Any) -> None:
        for said in root.iter(T):
            if said.text in ("2019", "2020", "2021", "2022", "2023"):
                said.text = str(int(said.text) - 1)

    got = read(form, edited(written(form, answers), earlier))
    have, want = found(form, got), as_json(form, answers)
    assert form.fields["granted_patents"].label in got.apart
    assert set(have["granted_patents"]) == {"2019", "2020"}
    assert have["granted_patents"]["2019"] == want["granted_patents"]["2020"], "the year printed beside it decides"
    assert have["targets"] == {"2022": want["targets"]["2023"]}
    assert {key: have[key] for key in ("unit_name", "budget", "unit_intro")} == {
        key: want[key] for key in ("unit_name", "budget", "unit_intro")
    }


def test_heading_of_another_year_keeps_its_table_out() -> None:
    """A table under 三、2021年绩效目标 is not taken for that of 2022."""
    form, answers = full("beijing")

    def last_year(root: Any) -> None:
        for line in root.iter(T):
            line.text = (line.text or "").replace("2022年绩效目标", "2021年绩效目标")

    got = read(form, edited(written(form, answers), last_year))
    assert not {"database_target", "transfer_count_targets", "standard_targets"} & set(found(form, got))
    assert form.fields["database_target"].label in got.apart


def test_bad_row_leaves_the_others() -> None:
    """A row of a table that cannot be read is named with its words, and the other rows are read."""
    form, answers = full("changzhou-university")

    def spoil(root: Any) -> None:
        rows = answers["budget"]
        assert isinstance(rows, tuple)
        said = next(one for one in root.iter(T) if one.text == rows[0]["item"])
        cells = said.iterancestors("{*}tr").__next__().findall("{*}tc")
        next(iter(cells[-1].iter(T))).text = "若干"

    got = read(form, edited(written(form, answers), spoil))
    assert len(found(form, got)["budget"]) == len(answers["budget"]) - 1  # type: ignore[arg-type]
    assert any("若干" in one.words for one in got.unread)


def test_two_places_that_differ_are_a_doubt() -> None:
    """The unit's name on the cover and in the table: where somebody changed one, both are told."""
    form, answers = full("changzhou-university")

    def rename(root: Any) -> None:
        said = next(one for one in root.iter(T) if answers["unit_name"] in (one.text or ""))
        said.text = said.text.replace(answers["unit_name"], "旧名大学")

    got = read(form, edited(written(form, answers), rename))
    one = next(one for one in got.found if one.key == "unit_name")
    assert "旧名大学" in one.understood.doubt
    assert one.understood.value == answers["unit_name"]


def test_blank_holds_no_answers() -> None:
    """Read as filled, a blank gives nothing: its hints are no answers."""
    for form in forms().values():
        got = read(form, form.pack.path("form.docx").read_bytes())
        assert found(form, got) == {}
        assert got.unread == ()


def test_hidden_and_deleted_text_is_not_read() -> None:
    """What Word does not show is no answer."""
    form, answers = full("changzhou-park")
    data = edited(written(form, answers), EDITS["hidden"])
    assert "暗文" not in "".join(text_of(line) for line in body_of(data).iter())
    assert found(form, read(form, data)) == as_json(form, answers)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("☑是  □否", ("yes",)), ("□是  ☑否", ("no",)), ("√是  □否", ("yes",)), ("是√  否□", ("yes",)), ("是□  否√", ("no",)),
        ("（√）是 （ ）否", ("yes",)), ("( )是 (√)否", ("no",)), ("■是 □否", ("yes",)), ("☒是 □否", ("yes",)),
        ("是☑ 否□", ("yes",)), ("□√是 □否", ("yes",)), ("□是\n□否", ()), ("√是", ("yes",)), ("☑是 ☑否", ("yes", "no")),
    ],
)  # fmt: skip
def test_ticks_of_any_make(text: str, chosen: tuple[str, ...]) -> None:
    """A tick is a tick before or behind its word, in a box, in brackets, or alone."""
    assert ticked(text, {"yes": "是", "no": "否"})[0] == chosen
