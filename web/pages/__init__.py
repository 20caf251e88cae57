"""The pages: each endpoint reads, renders one template and answers; nothing here decides a figure.

`routes.ROUTES` is the list; `render` knows Jinja, `look` what the reader chose (language, theme,
role), `reads` the SQL. What is submitted goes elsewhere: to `POST /api/reports`.
"""
