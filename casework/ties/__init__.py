"""A tie with somebody who may have a file: whoever declares it is shut out, and learns nothing by it."""
