-- What was told on a day is asked for at each midnight. Rows of a day come to stand where rows that
-- grew have left room, among those of all days: a summary of pages leads to most of the table.

drop index flow_day_known;
create index flow_day_known on flow_day (known_on);
