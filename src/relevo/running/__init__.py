"""What the commands of the command line do: serving, installing, looking for faults.

Not here: reading flags (`cli`) or the parts that run (`app`).
"""
