"""cityshop: the platform with which cities bring people back to their own shops."""
