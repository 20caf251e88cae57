"""From reports in the log to KPI states: ingest → validate → fold → store → roll → publish.

`core` and `kpi` are pure; `fold` and `roll` are the shells that read, call and send; `rebuild`
makes all of it again beside them; `sample` is the sample country.
"""
