"""The questions as a Word file to write on."""

from __future__ import annotations

import io

from docx import Document

from bot.channels.web.question_list import as_docx
from tests.bot.dialogue.worlds import example_world


def test_a_question_stays_with_the_room_for_its_answer():
    """No question stands alone at the foot of a page, and the line to write on is as long as an address."""
    document = Document(io.BytesIO(as_docx(example_world().forms["template"])))
    asked = [one for one in document.paragraphs if one.text[:1].isdigit()]
    assert asked
    assert all(one.paragraph_format.keep_with_next for one in asked)
    room = [one for one in document.paragraphs if one.text.startswith("答：\t")]
    assert room
    assert all(one.paragraph_format.tab_stops[0].position.mm > 120 for one in room)
    assert not any(one.paragraph_format.keep_with_next for one in room)
