"""The prize for voters: whoever voted may guess a number and win something, if the city wants that.

Who takes part stands on a list of its own, apart from the voter roll and the ballots. A receipt opens it,
which is looked up and forgotten. Anybody can repeat the draw; the list is erased sixty days later.
"""
