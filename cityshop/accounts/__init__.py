"""Accounts: who signs in, with which roles, and how a sign-in ends.

Passwords are argon2id digests; a sign-in is a row that the server can end; attempts are counted in the
database. TOTP and passkeys will be a second step after services.check_sign_in, in a file of their own.
"""
