"""One-time codes: drawn outside, kept as a keyed hash, used once, and seldom enough to be safe.

It sends nothing and knows no member: a code proves a number, not a person.
"""
