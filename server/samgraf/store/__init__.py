"""The store: versions, the process that holds one, its query workers, and their clients."""
