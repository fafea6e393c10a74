"""Who works with whom in the Nordic public sector: from tables to a SPARQL endpoint and pages."""
