"""Is the forecast right? Made-up countries whose work follows no model of it, and what came."""
