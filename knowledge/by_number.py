"""A clause asked for by its number: looked up before any search, with its children."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.clause_numbers import asked_labels, asked_ordinals, numbered_clauses, printed_labels
from knowledge.composing import Chosen, cite, folded, place_of
from knowledge.evidence import Searcher
from knowledge.models import Answer
from knowledge.replies import CITED_AT_MOST
from knowledge.texts import say
from programs.registry import Pack


@dataclass(frozen=True)
class ByNumber:
    """Finds clauses by the numbers printed before them."""

    packs: Mapping[str, Pack]
    searcher: Searcher

    def answer(self, mended: str, program: str) -> Answer | None:
        """The clause a question names by its number, with its children; None when it names none."""
        pack = self.packs[program]
        if labels := asked_labels(mended):
            named = [clause.id for clause in pack.guide.clauses if printed_labels(clause.id) == labels]
            if named:
                return self._whole(pack, named[0])
        chain, from_top = asked_ordinals(mended)
        clauses = numbered_clauses(pack.guide)
        if chain and not from_top:
            return self._numbered_child(mended, pack, clauses, chain[0])
        if chain in clauses:
            return self._whole(pack, clauses[chain])
        if chain or labels:
            return Answer("not_found", pack.slug, say("no_such_clause_top", name=pack.manifest.short_name))
        return None

    def _numbered_child(
        self, mended: str, pack: Pack, clauses: Mapping[tuple[int, ...], str], number: int
    ) -> Answer | None:
        """The child `number` of the part the question speaks of, or word that the official numbering skips it."""
        parents = {chain[:-1] for chain in clauses if len(chain) > 1}
        parent = self.searcher.nearest_part(
            pack.slug, mended, {clauses[chain]: chain for chain in parents if chain in clauses}
        )
        if parent is None:
            return None
        if (*parent, number) in clauses:
            return self._whole(pack, clauses[(*parent, number)])
        printed = "、".join(
            str(chain[-1]) for chain in clauses if chain[:-1] == parent and len(chain) == len(parent) + 1
        )
        title = pack.guide.by_id[clauses[parent]].title
        text = say("no_such_clause", name=pack.manifest.short_name, part=title, number=number, printed=printed)
        return Answer("not_found", pack.slug, text)

    def _whole(self, pack: Pack, clause_id: str) -> Answer:
        main = []
        for clause in pack.guide.subtree(clause_id)[:CITED_AT_MOST]:
            unit = self.searcher.quoter.whole_clause(pack.slug, clause.id)
            if unit is not None:
                main.append(cite(pack, Chosen(pack.slug, unit, clause.start, clause.end, 1.0)))
        lines = [say("answered"), *(say("quote", quote=folded(item.quote)) for item in main)]
        lines.append(place_of(main[0], pack.manifest))
        return Answer("answered", pack.slug, "\n".join(lines), tuple(main))
