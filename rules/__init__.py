"""Judges answers against a programme's conditions: deterministic and pure. The doors are `loader.load_rules` and `assess.assess`."""
