"""Fairness: votes that look alike are set apart, looked at by people, and reported in public.

A machine groups votes by how they came and opens a case. It changes nothing: people set votes apart, take
them back, ask voters again by mail, or, two together and with a reason, reject them. Nobody sees a choice.
"""
