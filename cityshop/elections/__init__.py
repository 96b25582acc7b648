"""Elections: residents choose a shopkeeper as ambassador, one vote per confirmed mailbox.

The voter roll knows that somebody may vote, the ballot knows what was chosen, and nothing in the database
links them: a ballot's slot is an HMAC under a key that lives in a file outside it.
"""
