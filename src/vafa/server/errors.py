"""What a command says, in plain words, instead of what Python would say."""


class CannotDoError(Exception):
    """A command cannot do what was asked; the message says why, and what to do."""
