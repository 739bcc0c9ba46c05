"""Every question asked about the review of the work; each begins with what its reader may open."""
