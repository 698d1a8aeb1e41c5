"""Features that follow what happens and answer with commands: one folder for each.

Not here: anything that the rest of Relevo needs to run. A feature imports floors 0 to 2 and changes the world only by a command.
"""
