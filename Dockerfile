# The site of the releases in dist/, as anyone may put it on a server: docs/site.md.
# Python is pinned by version, every package by hash. Add the digest of the base image you have checked:
#   FROM python:3.12.12-slim-bookworm@sha256:...
FROM python:3.12.12-slim-bookworm AS build
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements-site.lock requirements-build.lock ./
RUN python -m venv /app && /app/bin/python -m pip install --require-hashes -r requirements-site.lock
RUN python -m venv /tools && /tools/bin/python -m pip install --require-hashes -r requirements-build.lock
COPY . .
# The wheel carries the newest release; older ones are served from dist/ beside it.
RUN /tools/bin/python -m hatchling build -t wheel -d /wheel \
 && /app/bin/python -m pip install --no-deps /wheel/*.whl \
 && /app/bin/communique verify \
 && /app/bin/communique serve --out /site $(find dist -mindepth 1 -maxdepth 1 -type d -name '[0-9]*.[0-9]*.[0-9]*')

FROM python:3.12.12-slim-bookworm
COPY --from=build /app /app
COPY --from=build /site /site
RUN useradd --system --no-create-home reader
USER reader
WORKDIR /site
ENV PYTHONDONTWRITEBYTECODE=1
EXPOSE 8001
HEALTHCHECK --interval=30s --timeout=3s CMD ["/app/bin/python", "-c", \
  "import urllib.request as u; u.urlopen('http://127.0.0.1:8001/robots.txt', timeout=2)"]
# settings.json in /site holds the public settings: no free SQL, no download, time limits.
CMD ["/app/bin/datasette", "serve", "/site", "--host", "0.0.0.0", "--port", "8001"]
