"""A broken YAML file is told with path, line, what is wrong and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from programs.errors import PackFault
from programs.models import Manifest
from programs.registry import PROGRAMS_DIR, discover, find, open_pack
from programs.yamlfile import read_model

GOOD = (PROGRAMS_DIR / "chongqing" / "program.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("broken", "line", "said"),
    [
        (GOOD.replace("status: closed", "status: perhaps"), "status", "不在允许的取值里"),
        (GOOD.replace("region: 重庆市", "regoin: 重庆市"), "regoin", "可能是写错了名字"),
        (GOOD.replace("value: 50", "value: 五十"), "value: 五十", "max_amount_wan"),
        ("slug: [", "slug: [", "YAML格式有误"),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, broken: str, line: str, said: str) -> None:
    """The line in the message is the line of the value that is wrong."""
    path = tmp_path / "program.yaml"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(PackFault) as caught:
        read_model(path, Manifest)
    assert said in str(caught.value)
    number = int(caught.value.where.rsplit(":", 1)[1])
    nearby = "\n".join(broken.splitlines()[max(0, number - 5) : number + 1])
    assert line in nearby


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A folder without its manifest says which file is missing."""
    with pytest.raises(PackFault, match="缺少这个文件"):
        open_pack(tmp_path)


def test_a_folder_is_called_as_its_slug(tmp_path: Path) -> None:
    """A manifest copied into another folder is noticed."""
    folder = tmp_path / "copied"
    folder.mkdir()
    (folder / "program.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(PackFault, match="文件夹叫“copied”"):
        open_pack(folder)


def test_an_unknown_slug_lists_those_there_are() -> None:
    """The message of an unknown programme names all known ones."""
    packs = discover()
    with pytest.raises(PackFault.__mro__[1], match="没有“shenzhen”这个项目") as caught:
        find("shenzhen", packs)
    assert all(slug in str(caught.value) for slug in packs)


def test_the_hash_notices_every_file(tmp_path: Path) -> None:
    """A pack's content hash changes when any file of the folder changes."""
    folder = tmp_path / "chongqing"
    folder.mkdir()
    (folder / "program.yaml").write_text(GOOD, encoding="utf-8")
    before = open_pack(folder).content_hash
    (folder / "phrases.yaml").write_text("entries: []\n", encoding="utf-8")
    assert open_pack(folder).content_hash != before
