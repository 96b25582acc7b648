"""What every feature shares. Knows no web and no feature."""
