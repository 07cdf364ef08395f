"""The composition root: settings, URLs, the embedded database, the `vafa` command.

Only this folder reads the environment, and nothing below it may import it.
"""
