"""Lists of messages read, judged line by line before anything is entered, and told (5.7)."""
