"""How right redlines are, against alignments that were judged by reading (tests/redline_gold/README.md)."""
