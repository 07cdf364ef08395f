"""Tills that may lose their connection: what each may let spend meanwhile, what it sends later.

Value is not its business: a journey posts each sale and writes here what came of it.
"""
