"""Board facts in, one board view out: the figures of the page, of its `.json` twin and of patches.

Pure: no engine, no clock, no template. `facts` says what is known, `board.board_view` says how it
is shown; everything between them is one module a tile.
"""
