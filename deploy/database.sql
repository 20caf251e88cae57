-- Fed to `postgres --single` by deploy/cluster.py when a cluster is made: one statement, one line.
CREATE DATABASE nhip
