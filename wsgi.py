"""For WSGI servers: `granian --interface wsgi wsgi:site`."""

from cityshop.app import site as make_site

site = make_site()
