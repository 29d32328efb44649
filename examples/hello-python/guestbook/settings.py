"""The settings; only this file reads them from the environment.

Every default is in `.s2i/action_hooks/deploy_env`, so that hooks, jobs, probes and the application
use the same values. If a variable is missing, the program was started without that file.
"""

import os

from guestbook import Problem


def text(name):
    """Returns the value of a variable that must not be empty."""
    value = os.environ.get(name)
    if not value:
        raise Problem(f"{name} is not set; start this through s2i-run, or as s2i-exec COMMAND")
    return value


def path(name):
    """Returns the absolute path of a file or directory."""
    return os.path.abspath(text(name))


def number(name, least, most):
    """Returns a whole number between two bounds, both included."""
    value = text(name)
    if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
        raise Problem(f"{name} is {value!r}; give a whole number from {least} to {most}")
    return int(value)
