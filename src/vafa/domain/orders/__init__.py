"""Orders of project and service shops: what a member asked for and how far the work is.

An order moves no value. Billed, its cost is recorded as a purchase like any other.
"""
