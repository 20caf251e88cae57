"""Bokeh Documents of boards: models that change, never a server, never a callback in JavaScript."""
