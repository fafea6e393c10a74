"""Asking other endpoints for a query (SERVICE): the fence, and the broker at its only gate."""
