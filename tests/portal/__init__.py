"""A simulated portal: two content systems, texts of our own, faults on demand, an oracle.

``portal.site`` says what a portal holds and what an ideal parser must read from it,
``portal.districts`` fills one, ``portal.liferay`` and ``portal.vnportal`` print its pages,
``portal.server`` serves them, ``portal.sample`` writes them into WARC files.
"""
