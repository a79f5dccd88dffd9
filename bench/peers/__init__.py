"""The peers' own commands, each in an environment of its own (``.venv-bench/<peer>``)."""
