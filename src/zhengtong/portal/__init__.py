"""The portal: the public pages, built to files (clause 3.14)."""
