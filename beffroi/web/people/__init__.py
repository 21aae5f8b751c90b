"""Who has access: the people of a scope, invitations, organisations."""
