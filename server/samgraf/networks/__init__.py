"""Networks of cooperation on a day or over years, for programs that analyse networks.

Rows of the queries in ``queries/networks/`` come in, files go out: nothing here asks a store or
knows the web, so that the command line, a web process and a child of it can all make them.
"""
