"""``python -m communique`` is the command ``communique``."""

from .cli import main

main()
