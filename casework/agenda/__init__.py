"""What is due and when: appointments, tasks and measures of a day or a week, and the calendar feed."""
