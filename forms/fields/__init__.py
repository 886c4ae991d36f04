"""How each type of answer is understood, kept and printed; one file per type or close family."""
