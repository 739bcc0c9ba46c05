"""What the person agreed to, refused or withdrew, and the legal grounds that may stand against a refusal."""
