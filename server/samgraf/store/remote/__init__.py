"""A store that is somewhere else: any SPARQL 1.1 endpoint in place of the engine of the workers.

A worker of a version asks it over HTTP instead of its own engine (``asking``); everything around
the worker stays as it is: limits, slots, problem documents, streams and ETags.
"""
