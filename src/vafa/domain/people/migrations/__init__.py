"""The steps by which these tables came to be."""
