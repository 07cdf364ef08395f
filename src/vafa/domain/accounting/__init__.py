"""What the club's promises are worth: the liability of points, breakage, closed months, a journal.

It reads the book and never writes to it. `measure` and `roll` are pure and hold the rules of
IFRS 15; the tables keep what was reported, so that nothing reported ever changes.
"""
