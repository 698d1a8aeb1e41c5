"""One file for each scenario: `Load`, what its file says, and `run`, which measures it.

Not here: how servers are started and spoken to (`bench.ground`), limits and printing.
"""
