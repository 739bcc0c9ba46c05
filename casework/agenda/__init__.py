"""What is due and when: appointments and tasks of a day or a week, the calendar feed, the digests."""
