"""Full-text search for every storage: texts as words, questions, documents, scores and excerpts.

Not here: where an index is kept and how it is asked; each storage has its own.
"""
