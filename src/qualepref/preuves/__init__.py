"""Evidence: files and living queries, engagement by engagement, and the folder given to an auditor."""
