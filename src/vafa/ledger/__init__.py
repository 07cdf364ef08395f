"""The double-entry book of points and credit: who holds what, since which event, and why.

It is the only place that knows balances. It decides nothing about rules (`programme`) and knows
no person, shop or till (`domain`). What changes it is a versioned SQL function under `sql/`.
"""
