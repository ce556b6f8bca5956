"""Templates of letters, e-mails, acknowledgements, signatures and badges."""
