"""The photo of a business licence: its lines become proposals; without the extra a photo is not even fetched."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue import messages as m
from bot.incoming import Incoming
from bot.uploads.licence import Seen, installed, licence, recognised
from bot.uploads.reading import Reader
from programs.errors import BadFile
from tests.bot.dialogue.worlds import example_world

FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
SHARED = example_world().shared


def at(text: str, left: float, top: float, width: float = 0) -> Seen:
    return Seen(text, left, top, left + (width or 30 * len(text)), top + 36)


LINES = (
    at("营业执照", 560, 60), at("统一社会信用代码", 80, 60), at("91110000MA000000IL", 80, 105),
    at("名 称", 80, 240), at("常州示例科技有限公司", 290, 240), at("注册资本", 760, 240), at("壹佰万元整", 960, 240),
    at("法定代表人", 80, 310), at("陈一言", 290, 310), at("住所", 760, 310), at("江苏省常州市武进区示", 960, 310),
    at("例路1号科技楼301室", 960, 350), at("经营范围", 80, 400), at("技术服务", 290, 400),
)  # fmt: skip


def values(lines: tuple[Seen, ...]) -> dict[str, Any]:
    return {one.field: one.value for one in licence(lines, SHARED)}


def test_licence_in_two_columns_is_read() -> None:
    """Labels beside their values, an address over two lines, and a code in which 1 was read as I."""
    assert values(LINES) == {
        "credit_code": "91110000MA0000001L",
        "unit_name": "常州示例科技有限公司",
        "legal_representative": "陈一言",
        "unit_address": "江苏省常州市武进区示例路1号科技楼301室",
    }


def test_labels_joined_with_their_values_are_read() -> None:
    """名称：甲公司 in one line, in whatever order the lines come."""
    lines = (at("住所：常州市示例路1号", 80, 300), at("名称：甲公司", 80, 200), at("负责人 李四", 80, 250))
    assert values(lines[::-1]) == {
        "unit_name": "甲公司", "unit_address": "常州市示例路1号", "legal_representative": "李四",
    }  # fmt: skip


def test_code_with_a_wrong_check_digit_is_doubted() -> None:
    """It is proposed with its doubt, for a person to compare."""
    (one,) = licence((at("91110000MA0000002L", 80, 100),), SHARED)
    assert one.doubt


def read(tmp_path: Path, reader: Reader) -> dict[str, Any]:
    (tmp_path / "photo").write_bytes(b"\xff\xd8\xff\xe0 a photo")
    effect = m.ReadFile(id="e", name="执照.jpg", file="photo", program="template")
    return reader(Incoming(tmp_path), effect, example_world())


def test_reader_proposes_what_the_form_asks(tmp_path: Path) -> None:
    """Of the licence only fields of the present form are lifted."""
    found = read(tmp_path, Reader(lines=lambda data, name: LINES))
    assert found["about"] == "licence"
    assert {one.field for one in found["lifted"]} == {"unit_name", "credit_code"}


@pytest.mark.parametrize("reader", [Reader(), Reader(lines=lambda data, name: (at("一只猫", 0, 0),))])
def test_photo_of_something_else_is_told(tmp_path: Path, reader: Reader) -> None:
    """Without the extra, and where nothing of a licence is seen, there is a sentence and nothing is proposed."""
    with pytest.raises(BadFile) as caught:
        read(tmp_path, reader)
    assert caught.value.mend


@pytest.mark.skipif(not (installed() and FONT.is_file()), reason="needs the extra [ocr] and a Chinese font")
def test_drawn_licence_is_read_for_real() -> None:
    """A licence drawn a little crooked is read by the models inside the installed package, in a process of its own."""
    from PIL import Image, ImageDraw, ImageFont

    small, large = ImageFont.truetype(str(FONT), 30), ImageFont.truetype(str(FONT), 56)
    picture = Image.new("RGB", (1400, 640), (250, 248, 240))
    draw = ImageDraw.Draw(picture)
    draw.text((560, 60), "营业执照", font=large, fill=(120, 20, 20))
    draw.text((80, 105), "91110000MA0000001L", font=small, fill=0)
    for line in LINES[3:]:
        draw.text((line.left, line.top + 30), line.text.replace("I", "1"), font=small, fill=0)
    out = io.BytesIO()
    picture.rotate(1.2, fillcolor=(250, 248, 240)).save(out, "JPEG", quality=85)
    got = values(tuple(recognised(out.getvalue(), "执照.jpg")))
    assert got["credit_code"] == "91110000MA0000001L"
    assert got["unit_name"] == "常州示例科技有限公司"
    assert got["legal_representative"] == "陈一言"
    assert got["unit_address"] == "江苏省常州市武进区示例路1号科技楼301室"


@pytest.mark.skipif(not installed(), reason="needs the extra [ocr]")
def test_broken_picture_is_told() -> None:
    """What is no picture ends the reading process, and the person gets a sentence."""
    with pytest.raises(BadFile):
        recognised(b"\xff\xd8\xff broken", "执照.jpg")
