"""Reading: a release folder, a wheel or a working build, with pandas and pyarrow alone; nothing here writes or fetches."""
