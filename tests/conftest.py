"""What every test may ask for."""

pytest_plugins = [
    "tests.databases",
    "tests.queries",
    "tests.server",
    "tests.shared_data",
    "tests.sample_site",
    "tests.site",
    "tests.smtp",
]
