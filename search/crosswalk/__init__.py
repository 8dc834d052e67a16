"""Where each norm and confidence-building measure is named or quoted, by document and paragraph.

The lists are data in our own words (the TOML files of this folder); a reference by number or by name is read by
`references`, a quotation is found by `quoting` where the agreed text is held; `finding` puts them together.
"""
