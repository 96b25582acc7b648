"""What people, and worse, put into a field."""

BAD_TEXTS = (
    "",
    "   ",
    "x" * 10_000,
    "🙂🥐👩‍🌾",
    "مرحبا بالعالم",
    "<script>alert(1)</script>",
    "\0",
    "a\0b",
    "'; DROP TABLE city; --",
    "{{ 7 * 7 }}",
    "\u202eomgekeerd",
    "2026-13-45T99:99",
    "-1",
    "1e309",
)
