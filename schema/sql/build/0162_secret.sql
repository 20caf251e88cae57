-- Which units lead a secret task is asked before anything is shown to the public.

create index task_secret on task (lead) where secrecy <> 'none';
