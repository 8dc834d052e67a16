"""`python -m search` is `verbale`."""

from search.cli import main

main()
