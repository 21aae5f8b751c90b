"""The door: sign-in by password, second factor, passkey or OpenID Connect; nobody signs up, one is invited."""
