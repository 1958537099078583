"""Tests of the Glue script; from glue/: `python3 -m unittest discover -t .`."""
