"""Committees: sessions, agenda, attendance, minutes, decisions and what each decision changed."""
