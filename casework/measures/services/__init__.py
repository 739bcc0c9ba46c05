"""Everything that changes a measure or a report to an authority."""
