"""Reads answers gathered elsewhere (Sphinx, LimeSurvey, JDMA, SDAPS…) against a questionnaire."""
