"""The pure core: what may happen in a conversation, decided without a clock, randomness or I/O.

Not here: loading, storing, sending, waiting. Everything in this package is a function of its arguments and needs the
standard library only, so that every rule can be tested as given–when–then and replayed from the log.
"""
