"""The demo club's history: real purchases from public data, read as plain files.

Holds the readers, and the invented people, branches and group names around them. All of it is
sample data and says so. It decides and writes nothing: other modules post what is read here.
"""
