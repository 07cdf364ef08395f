"""The programme: rules as data.

And the pure decisions made from them. It knows no database and no clock.
"""
