"""How right the crosswalk is: what paragraphs name and quote, against what was judged by eye."""
