"""Writing: exchanges become records, records a file, and what was torn is mended."""
