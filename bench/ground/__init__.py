"""What the scenarios stand on: servers under test and the floor beside them, the wire, the cast, the rounds.

Not here: what is measured (`bench.runs`) and the limits (`bench.scenarios`).
"""
