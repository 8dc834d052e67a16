"""How right extraction is, measured against documents that people read by eye (tests/gold)."""
