"""How right the submitters of real documents are that verbale reads, against what was judged by eye."""
