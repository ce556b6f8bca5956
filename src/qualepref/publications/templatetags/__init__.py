"""What the templates of the publications need beside the words."""
