"""Words that carry no question in English, and words that ask for something said before.

Not here: stemming and ranking (`index`). A FAQ in another language loses nothing but some sharpness.
"""

_FILLERS = """
a an the this that these those it its is are was were be been being am do does did doing have has had having can could will would shall should
may might must i me my mine you your yours we us our ours they them their he she his her to of in on at for with from by as and or but if so
just also there here please hi hello hey dear good morning afternoon evening thanks thank ok okay well yes no not what how which any some about
into want need like know tell say get got let possible im ive id youre dont cant s t m d ll ve re sir madam question something anything still
anymore already yet really way too very quite isn wasn doesn didn hasn haven won aren couldn wouldn shouldn wont doesnt didnt isnt cannot since
over after certain somehow exactly now one work works own sell use used using come comes go
"""
_RECALLING = """
promise promised promises said say told agree agreed offered mentioned arranged confirmed earlier before remember happened decided
"""
_PARTIES = "agent colleague coworker person human support team"
_ASKING = "when where who why whom whose much many long often soon day time"
_DENYING = "no not never t isn wasn weren aren hasn haven hardly"

FILLERS = frozenset(_FILLERS.split())
"""Left out of a question before it is looked up."""

RECALLING = frozenset(_RECALLING.split())
"""A question with one of these, after a person has spoken, is probably about what that person said."""

UNSAID = frozenset((*_PARTIES.split(), *_ASKING.split()))
"""Left out too when remarks are looked for: an answer names neither the question nor its own speaker."""

DENYING = frozenset(_DENYING.split())
"""With one of these, what sounds like praise is none."""
