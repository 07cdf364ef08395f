"""Reports over a whole club: sales, members, units. It reads the book and keeps its own counts.

What came since it counted is read from the book itself, so that figures are exact and of now; the
counts can be thrown away at any time (`counting.py`).
"""
