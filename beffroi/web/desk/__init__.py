"""The rooms of those who sign in: their frame, their menu, their desks."""
