"""The blanks of the programmes: every label in order, values in the right cells, signatures blank, fonts kept."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest

from forms.anchors import try_anchors
from forms.answers import read_answers
from forms.document import Rendered, render
from forms.docx_text import fold
from forms.fields.registry import printed
from forms.loader import Form, load_form
from forms.models import FieldType
from forms.places import CellPlace
from forms.progress import active
from programs.models import Status
from programs.registry import PROGRAMS_DIR, discover
from tests.forms.document.making import W, paragraphs, part, root_of, rows, said

SLUGS = sorted(
    path.parent.name for path in PROGRAMS_DIR.glob("[a-z]*/form.docx") if (path.parent / "form.yaml").exists()
)


@cache
def form_of(slug: str) -> Form:
    return load_form(discover()[slug])


@cache
def blank_of(slug: str) -> bytes:
    return (PROGRAMS_DIR / slug / "form.docx").read_bytes()


@cache
def filled(slug: str, name: str = "full") -> Rendered:
    path = PROGRAMS_DIR / slug / "checks" / "answers" / f"{name}.json"
    if not path.exists():
        pytest.skip(f"{slug} has no {name}.json")
    return render(form_of(slug), read_answers(form_of(slug), json.loads(path.read_text(encoding="utf-8"))))


def squeezed(data: bytes) -> str:
    """All text in document order without white space, ticks undone."""
    return re.sub(r"\s", "", "".join(paragraphs(data))).replace("☑", "□")


def in_order(labels: tuple[str, ...], text: str) -> str:
    """The first label that is not found behind the one before it, empty when all are."""
    at = 0
    for label in labels:
        wanted = re.sub(r"\s", "", label)
        found = text.find(wanted, at)
        if found < 0:
            return label
        at = found + len(wanted)
    return ""


@pytest.mark.parametrize("slug", SLUGS)
def test_every_anchor_is_found_once(slug: str) -> None:
    """Places and blanks alike."""
    assert try_anchors(form_of(slug), PROGRAMS_DIR / slug / "form.docx") == ()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_label_stands_in_order(slug: str) -> None:
    """In the blank and in the filled document, as the guide preserves them."""
    file = form_of(slug).file
    assert file is not None
    assert in_order(file.labels, squeezed(blank_of(slug))) == ""
    assert in_order(file.labels, squeezed(filled(slug).data)) == ""


@pytest.mark.parametrize("slug", SLUGS)
def test_places_for_signature_seal_and_date_stay_blank(slug: str) -> None:
    """What stands behind each of their labels in the line is what the blank prints there, as often as it prints it."""
    file = form_of(slug).file
    assert file is not None
    for blank in file.blanks:
        wanted = fold(blank.at.label)
        before, after = (
            [fold(text).partition(wanted)[2] for text in paragraphs(data) if wanted in fold(text)]
            for data in (blank_of(slug), filled(slug).data)
        )
        assert before, blank.at.label
        assert before == after, blank.at.label


@pytest.mark.parametrize("slug", SLUGS)
def test_an_empty_answer_set_gives_the_blank(slug: str) -> None:
    """Nothing answered: the same text, everything the form prints listed as blank."""
    form = form_of(slug)
    done = render(form, {})
    assert paragraphs(done.data) == paragraphs(blank_of(slug))
    assert done.filled == 0
    assert set(done.blank) <= form.printed_keys
    assert done.blank


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("name", ["full", "minimal"])
def test_every_plain_answer_stands_in_the_document(slug: str, name: str) -> None:
    """And none of them is reported as blank."""
    form, done = form_of(slug), filled(slug, name)
    path = PROGRAMS_DIR / slug / "checks" / "answers" / f"{name}.json"
    answers = active(form, read_answers(form, json.loads(path.read_text(encoding="utf-8"))))
    text = "\n".join(paragraphs(done.data))
    plain = {FieldType.TABLE, FieldType.GRID, FieldType.CHOICE, FieldType.MULTICHOICE, FieldType.BOOLEAN}
    for key in form.printed_keys & answers.keys():
        if form.fields[key].type not in plain:
            assert printed(form.fields[key], answers[key]).strip() in text, key
    assert not set(done.blank) & answers.keys()
    assert done.filled > 0


@pytest.mark.parametrize("slug", SLUGS)
def test_answers_are_printed_in_the_font_of_their_cell(slug: str) -> None:
    """Every run that was not in the blank has the East Asian font of its paragraph's mark."""
    known = {said(element) for element in root_of(blank_of(slug)).iter(f"{W}r")}
    checked = 0
    for paragraph in root_of(filled(slug).data).iter(f"{W}p"):
        mark = paragraph.find(f"{W}pPr/{W}rPr/{W}rFonts")
        for run in paragraph.findall(f"{W}r"):
            face = run.find(f"{W}rPr/{W}rFonts")
            if said(run) and said(run) not in known:
                assert face is not None, said(run)
                assert mark is not None
                assert face.get(f"{W}eastAsia") == mark.get(f"{W}eastAsia"), said(run)
                checked += 1
    assert checked > 20


@pytest.mark.parametrize("slug", SLUGS)
def test_the_same_answers_give_the_same_bytes(slug: str) -> None:
    """No clock, no random, no order of a set."""
    form = form_of(slug)
    assert render(form, {}).data == render(form, {}).data


@pytest.mark.parametrize("slug", SLUGS)
def test_the_properties_say_what_the_document_is_and_not_who_made_it(slug: str) -> None:
    """Title and notes, no author; 仅供参考 for a programme that is closed, and never on the page itself."""
    manifest, data = form_of(slug).pack.manifest, render(form_of(slug), {}).data
    core = part(data, "docProps/core.xml")
    assert f"<dc:title>{manifest.form_title}</dc:title>" in core
    assert "<dc:creator></dc:creator>" in core
    assert manifest.form_note in core
    assert ("仅供参考" in core) == (manifest.status is not Status.OPEN)
    assert "仅供参考" not in "".join(paragraphs(data)) or "仅供参考" in "".join(paragraphs(blank_of(slug)))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_document_opens_in_python_docx(slug: str) -> None:
    """An independent reader sees as many tables and rows as the blank has, or more."""
    import io

    import docx

    before, after = docx.Document(io.BytesIO(blank_of(slug))), docx.Document(io.BytesIO(filled(slug).data))
    assert len(before.tables) == len(after.tables)
    assert all(len(a.rows) >= len(b.rows) for a, b in zip(after.tables, before.tables, strict=True))


# --- known cells ----------------------------------------------------------------------------------------------------


def test_changzhou_university_years_stand_in_their_rows() -> None:
    """Five year tables share the labels 2019 to 2021; each gets its own numbers and its own total."""
    form = form_of("changzhou-university")
    years = ("2019", "2020", "2021")
    answers = {
        "ip_spending": {year: {"amount": 10 + n} for n, year in enumerate(years)},
        "granted_patents": {
            y: {"invention": 20 + n, "utility_model": 30 + n, "design": n} for n, y in enumerate(years)
        },
        "patent_licences": {
            y: {"count": 50 + n, "contract_wan": 60 + n, "received_wan": 70 + n} for n, y in enumerate(years)
        },
        "patent_equity": {year: {"count": 80 + n, "amount_wan": 90 + n} for n, year in enumerate(years)},
        "leader_mobile": "13900000001",
        "contact_mobile": "13900000002",
    }
    read = read_answers(form, answers)
    data = render(form, read).data
    table = rows(data, 1)
    assert [row[3] for row in table[10:13]] == ["10", "11", "12"]
    assert [row[1:] for row in table[15:19]] == [
        ["2019", "20", "30", "0"],
        ["2020", "21", "31", "1"],
        ["2021", "22", "32", "2"],
        ["合计", "63", "93", "3"],
    ]
    assert all(row[2:] == ["", "", ""] for row in table[21:25]), "nothing was answered for transfers"
    assert [row[2:] for row in table[27:31]] == [
        ["50", "60", "70"],
        ["51", "61", "71"],
        ["52", "62", "72"],
        ["153", "183", "213"],
    ]
    assert [row[2:] for row in table[33:37]] == [["80", "90"], ["81", "91"], ["82", "92"], ["243", "273"]]
    people = {row[1] + str(n): row for n, row in enumerate(rows(data, 0)) if len(row) == 5}
    assert people["固定电话7"][3:] == ["手  机", "13900000001"]
    assert people["姓  名9"][3:] == ["手  机", "13900000002"]


def test_beijing_targets_share_a_cell_with_their_growth() -> None:
    """Inside and outside of Beijing, count and amount, transfer and licence: eight cells, none confused."""
    form = form_of("beijing")
    keys = ("transfer_count", "transfer_amount", "licence_count", "licence_amount")
    answers = {
        f"{key}_targets": {
            place: {("count" if "count" in key else "amount_wan"): 10 * n + m, "growth": 20 + m}
            for m, place in enumerate(("inside", "outside"), 1)
        }
        for n, key in enumerate(keys, 1)
    }
    said_rows = {
        fold(row[1]): row[-1] for row in rows(render(form, read_answers(form, answers)).data, 2) if len(row) > 1
    }
    assert said_rows["专利转让次数及增幅(受让方为京内中小微企业)"] == "11次，增幅21%"
    assert said_rows["专利转让次数及增幅(受让方为京外中小微企业)"] == "12次，增幅22%"
    assert said_rows["专利转让金额(万元)及增幅(受让方为京外中小微企业)"] == "22万元，增幅22%"
    assert said_rows["专利许可次数及增幅(受让方为京内中小微企业)"] == "31次，增幅21%"
    assert said_rows["专利许可金额(万元)及增幅(受让方为京外中小微企业)"] == "42万元，增幅22%"


def test_the_annex_of_beijing_grows_with_its_deals() -> None:
    """Twenty-five deals on nine printed lines, numbered from 1, the amounts in 元."""
    form = form_of("beijing")
    deals = [
        {"registered": "2021-06", "way": "transfer", "contract_yuan": 150000 + n, "received_yuan": 1000 + n}
        for n in range(25)
    ]
    table = rows(render(form, read_answers(form, {"transfers_2021": deals})).data, 4)
    assert [row[0] for row in table[1:]] == [str(n) for n in range(1, 26)]
    assert table[25][4:] == ["150024", "1024"]


def test_the_plan_of_beijing_carries_the_unit_s_name() -> None:
    """`**单位` gives way to it; without an answer it stays."""
    form = form_of("beijing")
    texts = paragraphs(render(form, read_answers(form, {"unit_name": "北京示例联盟"})).data)
    assert "北京示例联盟\n开展专利转化专项工作的实施方案" in texts
    assert "**单位\n开展专利转化专项工作的实施方案" in paragraphs(blank_of("beijing"))


def test_narratives_reach_every_named_place() -> None:
    """A cell place of a paragraph field keeps its paragraphs."""
    form = form_of("changzhou-university")
    assert form.file is not None
    keys = [
        place.field
        for place in form.file.places
        if isinstance(place, CellPlace) and form.fields[place.field].type is FieldType.PARAGRAPH
    ]
    done = render(form, {key: f"{key}第一段\n{key}第二段" for key in keys})
    texts = paragraphs(done.data)
    for key in keys:
        assert texts[texts.index(f"{key}第一段") + 1] == f"{key}第二段"
