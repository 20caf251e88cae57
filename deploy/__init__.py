"""Everything that starts something: the engines of `make run` and the supervisor over the roles.

Reading order, from the outside in:

    __main__    the command line: `python -m deploy services | up | lock`
    up          set up, start engines, migrate, seed, start roles, wait, print addresses, stop all
    services    the three engines together: addresses, services.env, one instance per data directory
    keeper      starts one thing again when it dies
    kafka, postgres, valkey     one engine each; `service` says what an engine is
    jars        Kafka's jar files: cached, checked against kafka.lock
    child, tether               one process that cannot outlive us
    places, ports, progress     where state lies, which port, what is said meanwhile

Nothing here knows a task or a KPI; of our packages only `schema` may be imported.
"""
