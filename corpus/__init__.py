"""What verbale has: documents, their original bytes, their paragraphs, and how they are named.

This package imports nothing else of verbale.
"""
