"""Text with positions: from the characters of a page to paragraphs, in pure steps.

`glyphs` (the only module that calls pdfium) gives words; `lines` joins them into lines; `furniture` takes away running
heads and page feet; `footnotes` takes apart notes and body; `paragraphs` joins lines, across pages too.
"""
