"""Snapshot and patches: from KPI states and SQL to the glass, and reports from outside to the log.

Read it in the order a figure travels: `kpi_feed` hears that a state moved, `reader` makes board
facts, `compose` turns them into figures and words, `view` holds one Bokeh Document and its numbered
patches, `hub` keeps the views and their viewers, `frames` and `fan` put one prepared frame on every
socket, `sockets` lets viewers in. The other way: `api` → `log` → Kafka.
"""
