"""Joining somebody's own table to the graph: read it, look up each row, write it with columns more.

What a table is made of stays as it is, byte by byte: ours is written behind each row.
"""
