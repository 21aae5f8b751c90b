"""The money of actions, from what is hoped for to what is paid: /bureau/financements/…"""
