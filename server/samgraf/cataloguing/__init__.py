"""What a version says of itself as a whole: VoID, a DCAT-AP catalogue, provenance and quality.

Made at build from what was counted, and written beside the graph, not into it: a graph cannot hold
the sum of its own dump. Every IRI is canonical; ``addresses`` tells which of them the server maps.
"""
