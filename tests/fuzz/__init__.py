"""Files as they come, mutated by seed, each told from what an independent reader makes of it.

Run by hand: `python -m tests.fuzz --seed 1 --files 10000`; one file again: `--only N`.
"""
