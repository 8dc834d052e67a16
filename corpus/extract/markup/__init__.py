"""What HTML and XML share: which part of a tree is the text, and how a tree becomes blocks."""
