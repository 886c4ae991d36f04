"""Beginning again: asked first, and nothing is lost, because the log keeps what stood before."""

from __future__ import annotations

from bot.dialogue.answers import stored, write
from bot.dialogue.models import Reason, Stage
from bot.dialogue.stages import present
from bot.dialogue.talk import Talk, action


def ask_first(talk: Talk) -> None:
    """Ask whether to begin this programme again; without one, just go back to the start."""
    if talk.conversation.program is None:
        talk.change(stage=Stage.START, back_to=(), parked=None)
        talk.put(at=None, row=None, held=None, trail=())
        present.present(talk)
        return
    if talk.stage is not Stage.RESTARTING:
        talk.leave_mark()
    talk.go(Stage.RESTARTING)
    present.present(talk)


def restart(talk: Talk) -> None:
    """Begin again: every answer is taken away by an entry in the log; one undo brings all of them back."""
    values: dict[str, None] = dict.fromkeys(stored(talk.case))
    talk.put(write(talk.case, talk.event, talk.conversation.turn, values, Reason.RESTARTED))
    talk.put(at=None, trail=(), skipped=(), passed=(), tries=0, held=None, row=None, offered_profile=False)
    talk.change(stage=Stage.HOME, back_to=(), parked=None)
    talk.say("restart.done", n=len(values), actions=(action(f"undo:{talk.conversation.turn}"),) if values else ())
    present.present(talk)


def stay(talk: Talk) -> None:
    """Not to begin again: back to where the person was."""
    talk.say("restart.stayed")
    if not talk.return_to_mark():
        talk.go(Stage.HOME)
    present.present(talk)
