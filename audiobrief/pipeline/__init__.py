"""Joins the stages: the only package that knows them all.

``stories`` brings sources and writes scripts, ``studio`` speaks and encodes segments, ``episode`` makes one MP3 of a
script, ``feed`` runs a feed folder, ``progress`` says in plain lines how far it is.
"""
