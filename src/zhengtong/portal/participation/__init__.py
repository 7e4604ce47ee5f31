"""Surveys, consultations and interviews as the public takes part in them: live pages without scripts and cookies (5.7)."""
