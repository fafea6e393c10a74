"""The command line and the processes of the server; ``commands`` is where it begins.

Nothing is imported here: a web process needs ``webserver`` and must not load the build.
"""
