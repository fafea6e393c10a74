"""One file of all that no build makes again, and back: kept links, writes, versions, settings."""
