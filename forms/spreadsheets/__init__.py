"""Tables as offices hold them: an .xlsx, .xls or .csv opened without trust, its rows judged for a table of the form, and written.

`reading.cells_of` opens a file in a process of its own under limits; `judging.judge` is pure and says which rows are good and
why the others are not; `writing` makes the files that are handed out. Every channel that takes a file uses the same three.
"""
