-- How many updates wait for what they refer to is asked every few seconds (/metrics).

create index update_held on update (judged_at) where verdict = 'held';
