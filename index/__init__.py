"""How documents are found: words, queries, and the engines that answer them."""
