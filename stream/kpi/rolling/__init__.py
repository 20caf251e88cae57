"""Rolling windows (docs/method-windows.md): day flows added up along the tree, by age.

`bands` cuts the past into ages of which every window is a sum; `sums` adds up flows, `reporters`
unites who reported; `median` finds a median in bins; `windows` is what the country asks.
"""
