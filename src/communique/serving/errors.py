"""What goes wrong when a site is made."""

from ..problems import CommuniqueError


class ServingError(CommuniqueError):
    """A site cannot be made of that."""
