"""Measures whether it is found that a visitor asks for a person; `python -m bench.triggers`.

Not here: the rules (`relevo.workspace.asking`).
"""
