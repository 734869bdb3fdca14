# Builds Signpost with its index inside, so that a container answers at once and needs no network.
FROM python:3.11-slim AS build
WORKDIR /src
COPY . .
RUN python -m venv /opt/signpost \
 && /opt/signpost/bin/pip install --no-cache-dir -c constraints.txt ".[postgres,milvus,otel]"
ENV SIGNPOST_HOME=/var/lib/signpost
RUN /opt/signpost/bin/signpost index build

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/signpost signpost
COPY --from=build /opt/signpost /opt/signpost
COPY --from=build --chown=signpost /var/lib/signpost /var/lib/signpost
ENV SIGNPOST_HOME=/var/lib/signpost PATH=/opt/signpost/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER signpost
VOLUME /var/lib/signpost
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["signpost", "serve", "--host", "0.0.0.0", "--port", "8000"]
