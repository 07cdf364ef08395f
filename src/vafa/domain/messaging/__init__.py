"""Messages to people's phones: each is stored before it is sent, and what came of it is kept.

It knows no gateway (an adapter sends) and decides neither what is said nor to whom.
"""
