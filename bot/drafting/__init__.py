"""Proposes a programme folder from a guide and, if there is one, its form; everything in it waits to be confirmed.

What a program can see is put down: clauses, amounts, dates and counts with their words, the form's blanks with their
anchors, a declared rule for every condition clause. What it cannot know is listed in `draft.yaml`; `check-programs`
reports each open point until a person has looked and struck it out.
"""
