"""Measures the handoff note on real chats with planted facts; `python -m bench.notes`.

Not here: the rules of the note (`relevo.core.handoff_note`).
"""
