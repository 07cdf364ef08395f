"""The fault drill: Vafa under load while everything around it is killed, cut or taken away.

`python -m drill` runs the real `vafa start` in a home of its own; afterwards the journals of its
clients and the book must say the same. `drill/README.md` tells what each drill shows.
"""
