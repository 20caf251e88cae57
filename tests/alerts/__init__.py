"""Tests of alerts, without services."""
