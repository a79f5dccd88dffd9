"""Charts as geometry: places in per cent of the width, so that text keeps its size on a phone; templates draw them as SVG."""
