"""How right the quote check is on a judged set: `python -m benchmarks.quotes`. See tests/quotes_gold/README.md."""
