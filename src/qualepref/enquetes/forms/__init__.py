"""Forms of the surveys: questions of a questionnaire as fields, and settings of campaigns."""
