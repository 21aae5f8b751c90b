"""Actions and their funding lines as a spreadsheet: template, export, and an import that writes all or nothing.

The file is an official form: it is in French, and so is what is said of it.
"""
