"""A simulated portal: two content systems, texts of our own, faults on demand, an oracle.

``portal.site`` says what a portal holds and what an ideal parser must read from it,
``portal.districts`` fills one, ``portal.liferay`` and ``portal.vnportal`` answer for it,
``portal.server`` serves it with the faults of ``portal.faults``, and ``portal.sample`` writes
what a mirror would have kept into WARC files.
"""
