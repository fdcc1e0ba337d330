// Replaced by the room's first code.
