"""The mirror: a standby site's copy of the first site's log, offset for offset, and its promotion.

Read in this order: `service` (one process copies, the others wait), `hold` (the lock, and whether
this log may still be written by a mirror), `agree` (do the two logs tell one story?), `copyist`
(messages, in order), `behind` (how far it is), `kept` (what the first site has in SQL alone).
`promote` makes the standby the first site. Why it is so: docs/decisions/020.
"""
