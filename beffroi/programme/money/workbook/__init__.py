"""Actions and their funding lines as a spreadsheet: template, export, and an import that writes all or nothing."""
