"""Questionnaires to and from XLSForm, the spreadsheet that survey tools share."""
