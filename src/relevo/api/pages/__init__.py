"""Files for browsers: the built widget and console, and pages that somebody else brings.

Not here: building them (`web/`).
"""
