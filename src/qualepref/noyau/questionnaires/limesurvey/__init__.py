"""Reads the structure of a LimeSurvey survey (.lss), as a questionnaire or as a dictionary of codes."""
