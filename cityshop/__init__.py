"""cityshop: the platform with which cities bring people back to their own shops."""

import gc

# Python looks for rings of forgotten objects after every 700 new ones. Starting makes a hundred thousand and
# keeps nearly all, so looking that often costs a tenth of the start.
gc.set_threshold(20_000, 20, 50)
