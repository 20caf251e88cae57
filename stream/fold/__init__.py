"""The shell of the fold: Faust hands over bytes, one SQL transaction a chunk writes what follows.

Read in this order: `worker` (the agent's body: batch → commit → acknowledge) with `committer` (a
chunk, however often it takes), `decode` and `batch` (bytes → parcels → lanes and chunks),
`transaction` (one chunk, once), `drive` (the pure fold, answered)
with `again` and `recent` (ids that came before), `load` and `store` with `rows` and `task_rows`
(SQL in and out), `desk` (what is cached). Beside the flow: `relay` (outbox → standings), `midnight`
(time into the log), `startup` (may we begin?), `tail`, `watchdog`, `failures`. `role` puts them
together, `service` decides whether it may begin, `app` holds every setting of Faust.
"""
