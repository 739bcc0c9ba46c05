"""`make bench`: the running service, as a worker meets it, beside a bare page of the same bytes."""
