"""From data to SVG text: maps, timelines, graphs, flags; pure, and same data give same bytes."""
