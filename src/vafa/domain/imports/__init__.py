"""Files that a shop brings in: what their columns mean and which rows can be taken.

It reads no file and posts nothing: adapters read, journeys post.
"""
