"""What citizens write and read on the public side: corrections, letters, enquiries, public answers, the library, figures (5.7).

Live pages, made on demand: docs/decisions/0018.
"""
