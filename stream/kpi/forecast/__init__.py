"""The forecast of a task: pure, closed form, its constants found by calibration (domain 9, Q90).

In the order of the work: `record` (what goes in and comes out), `slope` (the pace of the reports),
`evidence` (what is seen of a task on a day), `prior` (what tasks of its class do, and how much the
evidence counts against it), `lateness` (how likely it is late), `passage` (the time left as a
distribution), `forecast` (the public function); `parameters` holds every constant.

The method, its figures and where it fails: docs/method-forecast.md.
"""
