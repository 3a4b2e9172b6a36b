"""Portals and archives that live through many nights: a year, breakages, diaries."""
