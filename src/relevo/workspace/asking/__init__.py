"""Whether a visitor's message asks for a person: rules over words in each language.

Not here: what follows from it (`core`, policy R12).
"""
