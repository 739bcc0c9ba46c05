"""A file proposed to another cell or directorate: accepted, it is theirs, and no longer one's own."""
