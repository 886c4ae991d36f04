"""Makes one turn and throws it away, as `python -m bot.trial`: nothing is saved or sent, documents go to a folder of its own.

Standard input brings conversation and event as JSON, standard output tells how far it came. The process may die of the turn;
that is what it is for (`bot.engine.trial`).
"""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from bot.engine.trial import BEGUN, DONE


def main() -> None:
    """Make the turn. Being told to stop is ignored: that would look like dying of it, and it is over soon."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    asked = json.loads(sys.stdin.buffer.read())
    with tempfile.TemporaryDirectory(prefix="shenbao-trial-") as folder:
        make_turn(asked["conversation"], asked["event"], Path(folder))


def make_turn(conversation: str, event: str, folder: Path) -> None:
    """Step, effects and drawing of a turn, as the service does them; an exception is no death and is passed over."""
    import bot.dialogue
    from bot.assembly import build
    from bot.channels.telegram.drawing import draw
    from bot.dialogue.models import Conversation
    from bot.engine import state
    from bot.engine.outcomes import drawn
    from bot.engine.turns import Making
    from bot.runtime import effects_of, world_of
    from bot.storage.models import Arrival

    assembly = build()
    world, effects = world_of(assembly)(), effects_of(assembly, folder)
    before, happened = Conversation.model_validate_json(conversation), state.read_event(event)
    print(BEGUN, flush=True)
    with suppress(Exception):
        making = Making.begin(before, happened, world, bot.dialogue.step)
        making.finish(effects)
        arrival = Arrival("trial", happened.id, before.id, getattr(happened, "channel", ""), event, "0")
        drawn(making.replies, world, arrival, {"telegram": draw})
    print(DONE, flush=True)


if __name__ == "__main__":
    main()
