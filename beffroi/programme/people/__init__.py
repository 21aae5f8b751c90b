"""Who works in the programme, for which organisation, in which role and over which towns."""
