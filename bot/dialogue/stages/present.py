"""Shows where the conversation stands: the menu of a stage, or the field that is being asked."""

from __future__ import annotations

from bot.dialogue import messages as m
from bot.dialogue.answers import stored
from bot.dialogue.intents import FIELD_STAGES
from bot.dialogue.models import Stage
from bot.dialogue.stages import fields, offering
from bot.dialogue.talk import Talk, action, standing
from forms.progress import progress
from programs.models import Status


def present(talk: Talk, *, again: bool = True) -> None:
    """Tell what the person can do here, so that every turn ends with a way on."""
    stage = talk.stage
    if stage in FIELD_STAGES and talk.case.at is not None:
        fields.ask(talk, again=again)
    elif stage is Stage.START:
        talk.say("start.menu", choices=(action("do:ask"), action("do:match"), action("do:switch")))
    elif stage is Stage.CHOOSING:
        list_programs(talk, tuple(talk.world.packs))
    elif stage is Stage.ASKING:
        named = talk.conversation.program is not None
        talk.say(
            "asking.more" if again else "asking.prompt",
            about=talk.manifest.short_name if named else "",
            actions=(action("do:leave"),),
        )
    elif stage is Stage.RESTARTING:
        talk.say(
            "restart.sure",
            name=talk.manifest.short_name,
            choices=(action("do:yes", "restart_yes"), action("do:no", "restart_no")),
        )
    elif stage is Stage.PROPOSING and talk.case.offer is not None:
        offering.show(talk, again=again)
    elif stage is Stage.REVIEW:
        menu = [action("do:export"), action("do:preview"), action("do:review"), action("do:judge")]
        talk.say("review.menu", choices=tuple(menu), actions=(action("do:waiting"), action("do:leave")))
    else:
        home_menu(talk)


def home_menu(talk: Talk) -> None:
    """The menu of a chosen programme."""
    begun = bool(stored(talk.case))
    fill = action("do:fill", "fill_on" if begun else "fill")
    choices = (action("do:ask"), action("do:judge"), fill, action("do:materials"), action("do:switch"))
    talk.say("home.menu", name=talk.manifest.short_name, choices=choices, actions=(action("do:help"),))


def list_programs(talk: Talk, slugs: tuple[str, ...]) -> None:
    """Offer these programmes; the texts add to each its year and whether it is open."""
    choices = (m.Button(code=f"program:{slug}", label=talk.world.packs[slug].manifest.short_name) for slug in slugs)
    talk.say("choosing.which", choices=tuple(choices), actions=(action("do:match"), action("do:leave")))


def notice(talk: Talk) -> None:
    """Tell once that the programme is closed, or that nobody knows; after that only short reminders come."""
    if not talk.closed:
        return
    state = standing(talk.manifest, talk.world)
    key = "notice.closed" if state is Status.CLOSED else "notice.unknown"
    talk.say(key, name=talk.manifest.short_name, note=talk.manifest.status_note)


def where_one_was(talk: Talk) -> None:
    """Sum up how far the programme's form is."""
    told = progress(talk.paper, talk.answers)
    at = talk.form.fields.get(talk.case.at or "")
    titles = {section.key: section.title for section in told.sections}
    talk.tell(
        m.Resume(
            program=talk.program,
            section=titles.get(at.section, "") if at is not None else "",
            done=sum(section.done for section in told.sections),
            total=sum(section.total for section in told.sections),
            waiting=tuple(talk.form.fields[key].label for key in talk.case.skipped if key in talk.form.fields),
        )
    )
