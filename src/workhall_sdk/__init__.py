"""The kit of driver authors: it will hold what a driver imports, and it imports nothing of the server.

The package comes before its content so that the import contract guards it from the first line on.
"""
