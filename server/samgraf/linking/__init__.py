"""Finding the actor that a name means: search now, suggestions and reconciliation later."""
