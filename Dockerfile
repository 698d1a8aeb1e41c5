# syntax=docker/dockerfile:1

FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/relevo
COPY requirements requirements
RUN pip install --no-cache-dir --require-hashes -r requirements/uv.txt \
 && /opt/relevo/bin/pip install --no-cache-dir --require-hashes -r requirements/runtime.txt
COPY . .
# Without Node in the image the build hook fetches it from PyPI for as long as the wheel is built.
RUN uv build --wheel && /opt/relevo/bin/pip install --no-cache-dir --no-deps dist/*.whl

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/relevo relevo
COPY --from=build /opt/relevo /opt/relevo
ENV PATH=/opt/relevo/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    RELEVO__DATABASE__URL=sqlite:////var/lib/relevo/relevo.db \
    RELEVO__SERVER__HOST=0.0.0.0 \
    RELEVO__SERVER__PORT=8080
USER relevo
WORKDIR /var/lib/relevo
VOLUME /var/lib/relevo
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/readyz', timeout=2)"]
# Streams are ended politely within ten seconds of SIGTERM, so give no less: docker stop --time 15.
CMD ["relevo", "serve"]
