-- Histories become hypertables by log time where TimescaleDB is (30-day chunks; nothing refers to them).
select create_hypertable('kpi_history', 'at', chunk_time_interval => interval '30 days', migrate_data => true);
select create_hypertable('standing_history', 'at', chunk_time_interval => interval '30 days', migrate_data => true);
