"""Taking an answer to the field being asked: understood, doubted, or sent back with what, where and how to mend."""

from __future__ import annotations

from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.answers import fingerprint, known_elsewhere, shown, stored
from bot.dialogue.intents import GRIDS
from bot.dialogue.models import Parked, Reason, Stage
from bot.dialogue.row_words import row_words
from bot.dialogue.stages import bringing, fields, moving, onward, present, row_answers, row_orders, rows
from bot.dialogue.stages.recording import doubt_of, hold, record, slip
from bot.dialogue.talk import Talk, action
from bot.dialogue.words import Command, command_of
from forms.fields.pasted import Misplaced, lines_of
from forms.fields.registry import to_json, understand
from forms.models import Field, FieldType, Slip
from forms.outline import outline
from programs.wordcount import count_characters

LONGEST_ECHO = 20


def answer(talk: Talk) -> None:
    """Take the message as the answer to the current field."""
    field = _current(talk)
    take(talk, field, talk.intent.text if talk.intent.value is None else talk.intent.value)


def take(talk: Talk, field: Field, raw: Any) -> None:
    """Understand `raw` for `field`: record it, hold it for a yes, or send it back."""
    said = row_words(raw) if field.type is FieldType.TABLE and isinstance(raw, str) else None
    if said is not None:
        row_orders.order(talk, field, said)
        return
    if field.type in GRIDS and isinstance(raw, str) and row_answers.is_row(talk, field, raw):
        row_answers.take_row(talk, field, raw)
        return
    block = field.type is FieldType.TABLE or (field.type is FieldType.GRID and isinstance(raw, str) and "\t" in raw)
    if block and isinstance(raw, str) and command_of(raw) is not Command.NOTHING:
        _take_block(talk, field, raw)
        return
    if field.type is FieldType.TEXT and isinstance(raw, str) and "\t" in raw and "\n" in raw.strip():
        slip(talk, field, Slip(""), key="filling.block_at_line", label=field.label)
        return
    understood = understand(field, raw)
    if isinstance(understood, Slip):
        if field.type is FieldType.CHOICE and isinstance(raw, str) and not understood.suggestion:
            slip(talk, field, understood, key="filling.not_an_option", words=raw[:LONGEST_ECHO])
        else:
            slip(talk, field, understood)
        return
    value = rows.merged(field, stored(talk.case).get(field.key), to_json(field, understood.value))
    if doubt := doubt_of(talk, field, value, understood.doubt):
        hold(talk, field, value, understood.echo, doubt)
        return
    record(talk, field, value, Reason.ANSWERED)
    if understood.note:
        talk.replies[-1] = talk.replies[-1].model_copy(update={"note": understood.note})
    compare(talk, field, value)
    if field.type is FieldType.GRID and isinstance(value, dict) and not rows.is_complete(field, value):
        talk.put(row=None)
        fields.ask(talk, again=True)
        return
    onward.onward(talk)


def compare(talk: Talk, field: Field, value: Any) -> None:
    """Tell which points of the form's own hint a long text does not speak of yet, and how long it is."""
    points = outline(field, value) if isinstance(value, str) else ()
    if missing := [point.words for point in points if not point.covered]:
        actions = (action(f"edit:{field.key}", "edit_on"),)
        talk.say("filling.outline", n=count_characters(value), points="、".join(missing), actions=actions)


def _take_block(talk: Talk, field: Field, raw: str) -> None:
    """Take several rows of a table at once."""
    try:
        lines = lines_of(raw, len(field.columns))
    except Misplaced as error:
        slip(talk, field, Slip(str(error)))
        return
    bringing.take(talk, field, lines)


def confirm(talk: Talk) -> None:
    """Record the doubted value: the person says it is right."""
    held, field = talk.case.held, _current(talk)
    if held is None or held.field != field.key:
        _stale(talk)
        return
    if field.type in GRIDS and talk.case.row is not None and talk.case.row.field == field.key:
        row_answers.confirm_row(talk, field)
        return
    before = stored(talk.case).get(field.key)
    if held.seen != fingerprint(before) and before != held.value:
        talk.put(held=None)
        theirs = shown(field, before) or "（未填）"
        talk.say("entering.conflict", label=field.label, theirs=theirs, mine=held.echo)
        fields.ask(talk, again=True)
        return
    record(talk, field, held.value, Reason.CONFIRMED)
    onward.onward(talk)


def retry(talk: Talk) -> None:
    """Drop the doubted value and ask again."""
    talk.put(held=None)
    fields.ask(talk, again=True)


def keep(talk: Talk) -> None:
    """Keep what the field has, or take over what is proposed for it, and go on."""
    field = _current(talk)
    if talk.case.held is not None:
        confirm(talk)
        return
    value = stored(talk.case).get(field.key)
    if value is None and talk.conversation.program is not None:
        elsewhere = known_elsewhere(talk.conversation, talk.world, talk.program).get(field.key)
        if elsewhere is not None:
            record(talk, field, elsewhere[0], Reason.ADOPTED)
            onward.onward(talk)
            return
    if value is None:
        talk.say("filling.nothing_to_keep", label=field.label)
        fields.ask(talk, again=True)
        return
    row = talk.case.row
    if field.type is FieldType.GRID and row is not None and not row.only:
        row_answers.after_row(talk, field, row)
        return
    talk.say("filling.kept", label=field.label)
    onward.onward(talk)


def skip(talk: Talk) -> None:
    """Put the field off; it stays on the list of what is waiting."""
    field, case = _current(talk), talk.case
    if talk.stage is Stage.ELIGIBILITY:
        talk.say("eligibility.skipped", label=field.label)
    elif field.key not in stored(case):
        talk.put(skipped=(*(key for key in case.skipped if key != field.key), field.key))
        talk.say("filling.skipped", label=field.label)
    else:
        talk.say("filling.kept", label=field.label)
    talk.put(passed=(*talk.case.passed, field.key))
    onward.onward(talk)


def back(talk: Talk) -> None:
    """Ask the field before this one again, its answer as the default; nothing is erased."""
    case = talk.case
    row = case.row
    wanted = fields.before(talk)
    if talk.stage is Stage.EDITING or (wanted is None and case.at is None):
        moving.leave(talk)
        return
    if row is not None and (row.cells or row.only):
        talk.put(row=None)
        fields.ask(talk, again=True)
        return
    if wanted is None:
        talk.say("filling.first")
        fields.ask(talk, again=True)
        return
    if talk.stage is Stage.REVIEW:
        talk.go(Stage.FILLING)
    trail = tuple(key for key in case.trail if key in talk.fields and key not in (case.at, wanted))
    talk.put(at=wanted, trail=trail, tries=0, held=None, row=None)
    fields.ask(talk)


def done(talk: Talk) -> None:
    """Finish a table or grid as it stands; any other field wants its answer first."""
    row_answers.finish(talk, _current(talk))


def maybe(talk: Talk) -> None:
    """The message misses a command by one character, at a field that would take it as text: ask which it is."""
    field = _current(talk)
    talk.park(Parked(kind="answer", text=talk.intent.text, field=field.key))
    choices = (action(f"do:{talk.intent.target}"), m.Button(code="answer", key="action.as_answer"))
    talk.say("filling.maybe", words=talk.intent.text, label=field.label, choices=choices)


# --- small things -------------------------------------------------------------------------------------------------


def _current(talk: Talk) -> Field:
    assert talk.case.at is not None
    return talk.fields[talk.case.at]


def _stale(talk: Talk) -> None:
    talk.say("stale")
    present.present(talk)
