"""Simulated portals: ten content systems, texts of our own, faults on demand, an oracle.

``portal.site`` says what a portal holds and what an ideal parser must read from it,
``portal.districts`` and ``portal.communes`` fill some, ``portal.families`` answer for them,
``portal.server`` serves it with the faults of ``portal.faults``, and ``portal.sample`` writes
what a mirror would have kept into WARC files.
"""
