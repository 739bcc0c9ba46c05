"""The pages people start from: the worker's home, the supervisor's board, the lists of files."""
