"""The shell around the core: loads, asks the core to decide, appends, and does the effects.

Not here: any database, network protocol or plug-in; those come in through `relevo.ports`.
"""
