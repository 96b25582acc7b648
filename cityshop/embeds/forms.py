"""What town hall can fill in about who shows the guide."""

from cityshop.core.words import n_
from cityshop.web.forms import ParagraphField, SignedInForm


class SitesForm(SignedInForm):
    sites = ParagraphField(n_("Sites that may show the guide"))
