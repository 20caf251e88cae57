"""The shared vocabulary: every word that two rooms must spell alike.

The flow it names, from a report to a light on the wall::

    report ──► door ──► wire ──► log (Kafka ``reports``) ──► fold ──► task, partial (SQL)
                                                              │          │
                                              standing (Kafka)┘          └──► roll ──► KpiState
                                                     │                                  │
                                                  alerts ──► inbox, webhook            web ──► glass

A *unit* holds *tasks* of a *programme*; a *report* carries *updates* about them; an update moves a
task's *planning state*; leaf integers (*measures*) add up to *KPI states*; a change of *standing*
may open an *alert*. ``schema`` imports none of the other packages.
"""
