"""Files of actions and funding lines coming in: /bureau/imports/"""
