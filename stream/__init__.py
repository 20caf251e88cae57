"""From reports in the log to KPI states: ingest → validate → fold → store → roll → publish.

`core` and `kpi` are pure; `fold` and `roll` are the shells that read, call and send; `sample` is
the sample country.
"""
