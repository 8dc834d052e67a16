"""Speed, measured by `make bench` and printed as a table. Nothing here is a test: machines differ."""
