"""Making a kit takes a button."""

from cityshop.web.forms import SignedInForm


class KitForm(SignedInForm):
    """A button and nothing to fill in."""
