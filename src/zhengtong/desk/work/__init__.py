"""What each room has to say on a person's desk; one module a room."""
