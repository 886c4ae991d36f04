"""Moving about: coming in, choosing a programme, going back a level, and leaving."""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.answers import case_of, stored
from bot.dialogue.intents import FIELD_STAGES
from bot.dialogue.models import Stage
from bot.dialogue.stages import eligibility, filling, matching, present, questions
from bot.dialogue.talk import Talk


def opened(talk: Talk) -> None:
    """Greet somebody new; tell somebody who comes back where they were; open the programme a link named."""
    wanted = talk.intent.target
    if wanted in talk.world.packs and wanted != talk.conversation.program:
        if talk.conversation.turn <= 1:
            talk.say("start.greet", n=len(talk.world.packs))
        enter(talk, wanted)
        return
    if talk.conversation.program is not None and (stored(talk.case) or talk.stage is not Stage.HOME):
        talk.say("start.welcome_back")
        if stored(talk.case):
            present.where_one_was(talk)
    elif talk.conversation.turn <= 1:
        talk.say("start.greet", n=len(talk.world.packs))
    if wanted and wanted not in talk.world.packs:
        talk.say("start.no_such_program")
    present.present(talk, again=False)


def choose(talk: Talk) -> None:
    """Open the programme that was named or pressed."""
    enter(talk, talk.intent.target)


def enter(talk: Talk, slug: str) -> None:
    """Open a programme: its identity, whether it is open, and how far its form is."""
    waiting = talk.conversation.parked
    offered = any(button.code == f"ask:{slug}" for button in talk.conversation.offered)
    take_up(talk, slug)
    if waiting is not None and waiting.kind == "question":
        if offered:
            questions.ask_guide(talk, waiting.text, slug)
            return
        talk.say("asking.again", question=waiting.text, choices=(m.Button(code=f"ask:{slug}", key="action.ask_again"),))
        talk.park(waiting)
    present.present(talk)


def take_up(talk: Talk, slug: str) -> None:
    """Make a programme the current one, and tell what it is, once that it is closed, and how far its form is."""
    known = case_of(talk.conversation, slug)
    stage = Stage.ASKING if talk.stage is Stage.ASKING else Stage.HOME
    talk.change(program=slug, stage=stage, back_to=(), parked=None, shortened="")
    talk.put(known.model_copy(update={"held": None, "row": None}))
    talk.say("choosing.chosen", name=talk.manifest.name, short=talk.manifest.short_name)
    if talk.once("notice"):
        present.notice(talk)
    if stored(known):
        present.where_one_was(talk)


def choose_and_ask(talk: Talk) -> None:
    """The programme that a waiting question was about is named: choose it, and answer the question at once."""
    take_up(talk, talk.intent.target)
    questions.ask_guide(talk, talk.intent.text, talk.intent.target)


def return_(talk: Talk) -> None:
    """换回来: from the list to the programme left, from a programme to the one that was worked at before, else back a level."""
    if talk.stage is Stage.CHOOSING and talk.conversation.program is not None:
        enter(talk, talk.conversation.program)
        return
    others = [one for one in talk.conversation.cases.values() if one.log and one.program in talk.world.packs]
    before = max(
        (one for one in others if one.program != talk.conversation.program),
        key=lambda one: one.log[-1].turn,
        default=None,
    )
    if before is not None and talk.stage not in (Stage.EDITING, Stage.ASKING, Stage.RESTARTING):
        enter(talk, before.program)
        return
    leave(talk)


def several(talk: Talk) -> None:
    """A name that several programmes answer to: offer these."""
    talk.go(Stage.CHOOSING)
    present.list_programs(talk, talk.intent.targets)


def switch(talk: Talk) -> None:
    """Show the programmes; everything answered stays where it is."""
    if talk.conversation.program is not None and stored(talk.case):
        talk.say("choosing.kept", name=talk.manifest.short_name)
    talk.change(stage=Stage.CHOOSING, back_to=())
    present.present(talk)


def leave(talk: Talk) -> None:
    """Go back a level: from a detour to where it began, from a programme's work to its menu, from there to the list."""
    detour = talk.stage in (Stage.EDITING, Stage.ASKING, Stage.RESTARTING, Stage.ELIGIBILITY, Stage.FILLING)
    if detour and talk.return_to_mark():
        present.present(talk)
        return
    up = {
        Stage.START: Stage.START,
        Stage.CHOOSING: Stage.HOME if talk.conversation.program is not None else Stage.START,
        Stage.MATCHING: Stage.START,
        Stage.HOME: Stage.CHOOSING,
    }
    stage = up.get(talk.stage, Stage.HOME if talk.conversation.program is not None else Stage.START)
    if talk.stage in FIELD_STAGES and talk.case.at is not None:
        talk.put(row=None, held=None, tries=0)
        if talk.stage is Stage.ELIGIBILITY:
            talk.put(at=None)
        talk.say("home.kept")
    talk.go(stage)
    present.present(talk)


def finish_edit(talk: Talk) -> None:
    """Go back to where the person was before the edit."""
    if not talk.return_to_mark():
        talk.go(Stage.HOME)
    present.present(talk)


def quit_now(talk: Talk) -> None:
    """Say goodbye; everything is kept, and the next word goes on from here."""
    talk.tell(m.Farewell())


def match(talk: Talk) -> None:
    """能报哪个; what was told along with it is taken over."""
    matching.begin(talk, told=talk.intent.value if isinstance(talk.intent.value, dict) else {})


def judge(talk: Talk) -> None:
    """查资格; at one that was not chosen yet, choose first."""
    if not _without_program(talk):
        eligibility.begin(talk)


def judge_all(talk: Talk) -> None:
    """Judge every condition, although the verdict is certain."""
    if not _without_program(talk):
        eligibility.begin_thorough(talk)


def fill(talk: Talk) -> None:
    """填表."""
    if not _without_program(talk):
        filling.begin(talk)


def need_program(talk: Talk) -> None:
    """What was asked for belongs to a programme, and none is chosen."""
    _without_program(talk)


def _without_program(talk: Talk) -> bool:
    if talk.conversation.program is not None:
        return False
    talk.say("choosing.first")
    talk.go(Stage.CHOOSING)
    present.present(talk)
    return True
