"""The answers on the table: put there from a text or a file, and shown field by field. Nothing here touches the log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.dialogue import messages as m
from bot.dialogue.answers import fingerprint, shown, stored, value_of
from bot.dialogue.models import Offer, Proposed, Stage
from bot.dialogue.stages import rows
from bot.dialogue.stages.recording import doubt_of
from bot.dialogue.talk import Talk, action

MOST_UNREAD = 12
PRIVATE_CHANNELS = frozenset({"telegram"})
"""Channels on which fields marked sensitive are not taken in."""


def put(talk: Talk, found: Iterable[m.Lifted], **about: Any) -> Offer:
    """Lay answers on the table, with those that lie there already; later ones take the place of earlier ones.

    What stands in the log just so is left out and told by its number; `about` are the other parts of the offer.
    """
    now = stored(talk.case)
    before = talk.case.offer if talk.stage is Stage.PROPOSING else None
    fresh: dict[str, Proposed] = {one.field: one for one in before.lines} if before else {}
    same = refused = 0
    for one in found:
        field = talk.fields.get(one.field)
        if field is None:
            continue
        if field.sensitive and talk.event.channel in PRIVATE_CHANNELS:
            refused += 1
            continue
        value = rows.merged(field, now.get(field.key), one.value)
        if value == now.get(field.key):
            same += 1
            fresh.pop(field.key, None)
        elif value_of(field, value) is not None:
            words = "" if field.sensitive else one.words
            doubt = doubt_of(talk, field, value, one.doubt)
            fresh[field.key] = Proposed(
                number=0, field=field.key, value=value, words=words, doubt=doubt, by_model=one.by_model
            )
    talk.park(None)
    if refused:
        talk.say("proposing.sensitive", n=refused)
    if same:
        talk.say("proposing.same", n=same)
    order = {key: place for place, key in enumerate(talk.fields)}
    lines = tuple(
        one.model_copy(update={"number": place, "seen": fingerprint(now.get(one.field))})
        for place, one in enumerate(sorted(fresh.values(), key=lambda one: order[one.field]), 1)
    )
    return Offer.model_validate({"number": talk.conversation.turn, "lines": lines, **about})


def show(talk: Talk, *, again: bool = False) -> None:
    """Show what is on the table, with the ways to decide."""
    offer = talk.case.offer
    assert offer is not None
    code = f"take:{offer.number}"
    actions = (action(f"{code}:all", "take_all"), action(f"{code}:none", "take_none"))
    talk.tell(told(talk, offer).model_copy(update={"actions": actions, "again": again}))


def told(talk: Talk, offer: Offer) -> m.ShowProposals:
    """The offer as it may be shown: sensitive values masked, old beside new."""
    now = stored(talk.case)
    lines = []
    for one in offer.lines:
        field = talk.fields[one.field]
        lines.append(
            m.ProposalLine(
                number=one.number, field=one.field, label=field.label, echo=shown(field, one.value),
                before=shown(field, now.get(one.field)), words=one.words, doubt=one.doubt, by_model=one.by_model,
            )
        )  # fmt: skip
    unread = offer.unread[:MOST_UNREAD]
    return m.ShowProposals(
        program=talk.conversation.program or "",
        offer=offer.number,
        origin=offer.origin,
        name=offer.name,
        lines=tuple(lines),
        unread=tuple(m.UnreadLine(label=one.label, words=one.words, message=one.message) for one in unread),
        more_unread=len(offer.unread) - len(unread),
        apart=offer.apart,
        private=any(talk.fields[one.field].sensitive for one in offer.lines)
        or any(not one.words for one in offer.unread),
    )
