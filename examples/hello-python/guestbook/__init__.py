"""A guestbook: notes that visitors leave, kept in SQLite for some days, and a page for them."""


class Problem(Exception):
    """A fault that the operator can fix: it is printed as one line, without a traceback."""
