"""The inbox of a feed: articles that are sent to `audiobrief serve --inbox`, kept, spoken, and told of.

``door`` answers requests, ``letters`` reads what is in them, ``pages`` draws what a browser shows; ``queue`` keeps what
came until it is done; ``keeper`` has it spoken by a process of its own (``speaker``) and messages sent (``webhooks``).
"""
