"""The sheet of an action on paper: one content, as PDF for those who read it, as DOCX for those who edit it."""
