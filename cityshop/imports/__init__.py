"""Imports: lists and maps become places of the guide.

A file is recognised by what is in it, read by the worker and compared first: town hall sees what would change
and why rows are refused, decides about doubles, and only then all of it is written in one transaction. A
batch remembers what it wrote, so that it can be taken back as long as nobody changed it since.
"""
