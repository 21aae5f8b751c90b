"""The actions of territories, as their agents write and follow them: /bureau/actions/…"""
