"""Lists of channels read, judged line by line before anything is entered, and told (1.2)."""
