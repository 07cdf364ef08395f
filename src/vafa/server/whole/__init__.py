"""A whole club out of one installation and into another: everything it owns, in open formats.

Nothing here knows the tables by name but where a column needs care; the list comes from the
database's catalogue, so a new table comes along by itself.
"""
