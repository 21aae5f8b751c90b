"""Files of actions and funding lines that take time, coming in and going out: /bureau/imports/, /bureau/classeurs/"""
