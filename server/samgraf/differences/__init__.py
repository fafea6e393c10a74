"""What changed between two versions: quads, things in words, and a patch that can be applied."""
