"""A guestbook: notes that visitors leave, kept in SQLite for some days, and a page that shows them."""


class Problem(Exception):
    """What the operator can mend: printed as one line, without a traceback."""
