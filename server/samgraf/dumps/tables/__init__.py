"""The tables for people who work with spreadsheets: declared once, for CSV, CSVW and others."""
