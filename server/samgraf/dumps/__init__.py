"""What a version can be downloaded as: graphs, tables and networks, each a file with its digest.

Everything is made of the version's own dump, so that whoever has that can check all the rest. A web
process reads the list alone (``listing``).
"""
