"""The dialogue as a table: stage × what was said → who handles it, and where it may lead. `step` is its only reader.

Theory. A conversation is a *stage* and a *log of answers*. Stages say what a bare message means (at FILLING 120 is an answer,
at HOME it is not) and what comes after an answer; they hold nothing else. Whatever can be computed from the log is not a
stage: how many fields are left, whether the organisation qualifies, whether the form has defects.

There are two kinds of movement. *Work* moves between START, CHOOSING, HOME, ELIGIBILITY, FILLING and REVIEW, and forgets
where it came from. A *detour* (ASKING, EDITING, PROPOSING, RESTARTING) leaves a mark first and goes back to it, to the same field, so
that a question in the middle of the form costs nothing. A side question that is typed at a field is not even a detour: the
stage stays, the guide's answer is shown, and the same field is asked again.

*Pure things are called, impure things are requested.* Handlers call forms and rules; for the guide, the document and a
person they request an effect, and its result comes back as an event, which is stepped like any other.

The table is total for what people send: every message at every stage has a row, so no message can fail. Steps that are not
in the table (the result of an effect nobody asked for, a handler that leads where its row does not say) raise `IllegalStep`,
and since every value is frozen, the conversation that came in is unchanged.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.dialogue import messages as m
from bot.dialogue.intents import FIELD_STAGES, Kind
from bot.dialogue.models import Conversation, IllegalStep, Stage, Turn, World
from bot.dialogue.stages import (
    answering,
    bringing,
    document,
    drafting,
    editing,
    entering,
    everywhere,
    files,
    filling,
    handing,
    moving,
    proposing,
    questions,
    restarting,
    review,
)
from bot.dialogue.talk import Talk
from bot.dialogue.understanding import understand
from bot.dialogue.words import Command

Handler = Callable[[Talk], None]
Intention = Kind | Command

ALL = frozenset(Stage)
MAY_LACK_PROGRAM = frozenset({Stage.START, Stage.MATCHING, Stage.CHOOSING, Stage.ASKING})
MENUS = ALL - FIELD_STAGES - {Stage.RESTARTING}
AFTER_FIELD = frozenset(
    {Stage.ELIGIBILITY, Stage.FILLING, Stage.EDITING, Stage.MATCHING, Stage.CHOOSING, Stage.HOME, Stage.REVIEW}
)
BACK_FROM_DETOUR = ALL - {Stage.RESTARTING}
PROPOSALS = frozenset({Stage.PROPOSING})
STAY: frozenset[Stage] = frozenset()


@dataclass(frozen=True)
class Row:
    """At these stages, this intention is handled so, and may lead to these stages (or stay)."""

    stages: frozenset[Stage]
    intention: Intention
    handler: Handler
    leads: frozenset[Stage] = STAY


def _programmed(handler: Handler) -> Handler:
    """The handler where a programme is chosen; where none is, the list of programmes."""

    @functools.wraps(handler)
    def guarded(talk: Talk) -> None:
        if talk.conversation.program is None:
            moving.need_program(talk)
        else:
            handler(talk)

    return guarded


def _to(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


HOME, CHOOSING, FILLING, REVIEW = Stage.HOME, Stage.CHOOSING, Stage.FILLING, Stage.REVIEW

ROWS: tuple[Row, ...] = (
    # coming, choosing, leaving
    Row(ALL, Kind.OPENED, moving.opened, _to(HOME)),
    Row(ALL, Kind.PROGRAM, moving.choose, _to(HOME)),
    Row(ALL, Kind.PROGRAMS, moving.several, _to(CHOOSING)),
    Row(ALL, Command.SWITCH, moving.switch, _to(CHOOSING)),
    Row(ALL, Command.MATCH, moving.match, _to(Stage.MATCHING, CHOOSING)),
    Row(ALL, Command.LEAVE, moving.leave, BACK_FROM_DETOUR),
    Row(ALL, Command.RETURN, moving.return_, BACK_FROM_DETOUR),
    Row(ALL, Command.QUIT, moving.quit_now),
    # the work
    Row(ALL, Command.JUDGE, moving.judge, _to(Stage.ELIGIBILITY, HOME, FILLING, CHOOSING)),
    Row(ALL, Command.JUDGE_ALL, moving.judge_all, _to(Stage.ELIGIBILITY, HOME, FILLING, CHOOSING)),
    Row(ALL, Command.FILL, moving.fill, _to(FILLING, REVIEW, CHOOSING)),
    Row(ALL, Kind.TAKE_ALL, _programmed(filling.take_all), _to(FILLING, REVIEW, CHOOSING)),
    Row(ALL, Kind.ONE_BY_ONE, _programmed(filling.one_by_one), _to(FILLING, REVIEW, CHOOSING)),
    Row(ALL, Command.PREVIEW, _programmed(review.preview), _to(CHOOSING)),
    Row(ALL, Command.WAITING, _programmed(review.waiting), _to(CHOOSING)),
    Row(ALL, Command.REVIEW, _programmed(review.check), _to(CHOOSING)),
    Row(ALL, Command.PROGRESS, _programmed(review.show_progress), _to(CHOOSING)),
    Row(ALL, Command.MATERIALS, _programmed(review.materials), _to(CHOOSING)),
    Row(ALL, Command.EXPORT, _programmed(document.export), _to(CHOOSING)),
    Row(ALL, Kind.DOCUMENT_FILLED, document.filled),
    # a field
    Row(FIELD_STAGES, Kind.ANSWER, answering.answer, AFTER_FIELD | BACK_FROM_DETOUR),
    Row(FIELD_STAGES, Kind.CONFIRM, answering.confirm, AFTER_FIELD | BACK_FROM_DETOUR),
    Row(FIELD_STAGES, Kind.RETRY, answering.retry),
    Row(FIELD_STAGES, Kind.MAYBE, answering.maybe),
    Row(FIELD_STAGES, Command.KEEP, answering.keep, AFTER_FIELD | BACK_FROM_DETOUR),
    Row(FIELD_STAGES, Command.SKIP, answering.skip, AFTER_FIELD | BACK_FROM_DETOUR),
    Row(FIELD_STAGES, Command.DONE, answering.done, AFTER_FIELD | BACK_FROM_DETOUR),
    Row(FIELD_STAGES | {REVIEW}, Command.BACK, answering.back, BACK_FROM_DETOUR),
    Row(MENUS - {REVIEW}, Command.BACK, moving.leave, BACK_FROM_DETOUR),
    # one field by name
    Row(ALL, Kind.EDIT, _programmed(editing.edit), _to(Stage.EDITING, CHOOSING) | BACK_FROM_DETOUR),
    Row(ALL, Kind.EDIT_WHICH, _programmed(editing.which), _to(CHOOSING)),
    Row(ALL, Kind.EDIT_NONE, _programmed(editing.none), _to(CHOOSING)),
    Row(ALL, Kind.ENTERED, entering.entered, AFTER_FIELD | BACK_FROM_DETOUR),
    # answers recognised in a text or a file
    Row(ALL, Kind.BLOCK, proposing.block, PROPOSALS),
    Row(FIELD_STAGES, Kind.BLOCK_OR_TEXT, proposing.block_or_text),
    Row(ALL, Kind.FILE_READ, proposing.file_read, PROPOSALS | AFTER_FIELD | BACK_FROM_DETOUR),
    Row(ALL, Kind.FIELDS_PROPOSED, proposing.proposed, PROPOSALS),
    Row(ALL, Command.DRAFT, drafting.draft),
    Row(ALL, Kind.TEXT_DRAFTED, drafting.drafted, PROPOSALS),
    Row(ALL, Kind.TAKE, proposing.take, PROPOSALS | AFTER_FIELD | BACK_FROM_DETOUR),
    Row(ALL, Kind.TAKE_NONE, proposing.take_none, AFTER_FIELD | BACK_FROM_DETOUR),
    # rows brought from elsewhere
    Row(ALL, Kind.BROUGHT, bringing.brought, AFTER_FIELD | BACK_FROM_DETOUR),
    Row(ALL, Kind.ROWS_CHOSEN, bringing.choose, AFTER_FIELD | BACK_FROM_DETOUR),
    Row(ALL, Kind.UNIT_TOLD, bringing.unit_told, AFTER_FIELD | BACK_FROM_DETOUR),
    # colleagues
    Row(ALL, Kind.HANDED_IN, handing.handed_in),
    Row(ALL, Kind.HAND_OVER, _programmed(handing.hand_over), _to(CHOOSING)),
    # questions
    Row(ALL, Command.ASK, questions.begin, _to(Stage.ASKING)),
    Row(ALL, Kind.ASK_AND_CHOOSE, moving.choose_and_ask, _to(HOME)),
    Row(ALL, Kind.QUESTION, questions.question),
    Row(ALL, Kind.GUIDE_ANSWERED, questions.answered),
    Row(ALL, Kind.EFFECT_FAILED, questions.failed),
    Row(ALL, Command.HOW, everywhere.explain),
    Row(ALL, Command.WHY, everywhere.explain),
    Row(ALL, Command.SOURCE, everywhere.explain),
    # beginning again
    Row(ALL - {Stage.RESTARTING}, Command.RESTART, restarting.ask_first, _to(Stage.RESTARTING, Stage.START)),
    Row(_to(Stage.RESTARTING), Command.YES, restarting.restart, _to(HOME)),
    Row(_to(Stage.RESTARTING), Command.RESTART, restarting.restart, _to(HOME)),
    *(
        Row(_to(Stage.RESTARTING), no, restarting.stay, BACK_FROM_DETOUR)
        for no in (Command.NO, Command.BACK, Command.KEEP)
    ),
    # everywhere
    Row(ALL, Command.HELP, everywhere.help_),
    Row(ALL, Command.WHOLE, everywhere.whole),
    Row(ALL, Kind.COURTESY, everywhere.courtesy),
    Row(ALL, Command.UNDO, everywhere.take_back),
    Row(ALL, Command.STAFF, everywhere.call_staff),
    Row(ALL, Kind.STAFF_CALLED, everywhere.staff_called),
    Row(ALL, Kind.FILE, everywhere.file_sent),
    Row(ALL, Kind.FILE_RECEIVED, files.received),
    Row(ALL, Kind.TABLE_READ, files.read, AFTER_FIELD | BACK_FROM_DETOUR),
    Row(ALL, Kind.ROWS_WRITTEN, files.written),
    Row(ALL, Kind.TOO_LONG, everywhere.too_long),
    Row(ALL, Kind.STALE, everywhere.stale),
    Row(ALL, Kind.UNKNOWN, everywhere.unknown),
    # words that mean something only at a field or at a yes/no question
    *(Row(MENUS, word, everywhere.no_field) for word in (Command.KEEP, Command.SKIP, Command.DONE)),
    *(Row(MENUS | FIELD_STAGES, word, everywhere.courtesy) for word in (Command.YES, Command.NO, Command.NOTHING)),
    *(Row(_to(Stage.RESTARTING), word, everywhere.unknown) for word in (Command.SKIP, Command.DONE, Command.NOTHING)),
)


def _table(rows: Iterable[Row]) -> Mapping[tuple[Stage, Intention], Row]:
    table: dict[tuple[Stage, Intention], Row] = {}
    for row in rows:
        for stage in row.stages:
            if (stage, row.intention) in table:
                raise ValueError(f"two rows for {stage} × {row.intention}")
            table[stage, row.intention] = row
    return table


TABLE: Mapping[tuple[Stage, Intention], Row] = _table(ROWS)
_RESULTS = (
    m.GuideAnswered, m.DocumentFilled, m.TableRead, m.RowsWritten, m.FileRead, m.FieldsProposed, m.TextDrafted, m.StaffCalled, m.EffectFailed
)  # fmt: skip


def step(conversation: Conversation, event: m.Event, world: World) -> Turn:
    """What becomes of the conversation, what to tell and what to do, after `event`.

    Raises:
        IllegalStep: the event is the result of an effect that is not waited for, or is not in the table.
    """
    if isinstance(event, _RESULTS) and all(effect.id != event.effect for effect in conversation.pending):
        raise IllegalStep(f"nobody waits for the result of {event.effect}")
    intent = understand(event, conversation, world)
    row = TABLE.get((conversation.stage, intent.kind))
    if row is None:
        raise IllegalStep(f"{conversation.stage} × {intent.kind} is not in the table")
    talk = Talk(conversation.model_copy(update={"turn": conversation.turn + 1}), event, intent, world)
    if intent.note:
        talk.say("cleaned", note=intent.note)
    row.handler(talk)
    if talk.stage is not conversation.stage and talk.stage not in row.leads:
        raise IllegalStep(f"{conversation.stage} × {intent.kind} led to {talk.stage}")
    if talk.replies and intent.kind is not Kind.HANDED_IN:
        talk.change(offered=talk.replies[-1].choices)
    return Turn(talk.conversation, tuple(talk.replies), tuple(talk.effects))


if __name__ == "__main__":
    from bot.dialogue.diagram import document as draw

    print(draw(), end="")
