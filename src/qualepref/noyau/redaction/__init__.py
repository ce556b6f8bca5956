"""What people write in publications: paragraphs, lists and bold, nothing else."""
