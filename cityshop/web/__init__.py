"""What every door to the web shares. Knows no feature."""
