"""When the sample campaigns run, relative to the moment of loading: there is always something on."""

from datetime import timedelta

VOTE = (timedelta(days=-8), timedelta(days=20))
DISCOUNT_WEEKEND = (timedelta(days=-1), timedelta(days=5))
LARGER_TERRACES = (timedelta(days=-30), timedelta(days=60))
SUMMER_ROUTE = (timedelta(days=-12), timedelta(days=40))
