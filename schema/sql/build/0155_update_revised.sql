-- Revisions of due dates: few among all updates, looked for task by task.

create index update_revised on update (subject) where kind = 'task.revised';
