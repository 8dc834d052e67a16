"""Programs that verbale uses when they are installed: LibreOffice for old office files, tesseract for scans.

They are run in folders of their own that are gone afterwards, within a time limit, with nothing that could reach the
network or the user's own settings.
"""
