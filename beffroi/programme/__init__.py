"""The conventions, actions and money of a programme. Publishes its facts as files; knows nothing of the observatory."""
