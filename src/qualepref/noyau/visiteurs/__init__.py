"""What may be known of people without an account: how much one address sends, and nothing more."""
