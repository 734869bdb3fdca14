# Builds Signpost with its index inside, so that a container answers at once and needs no network.
#
# TORCH_INDEX_URL is the package index that torch is taken from. Empty, it is pip's own, whose torch for Linux brings
# CUDA's libraries (some gigabytes) that are never used here. PyTorch's installation page names the index of the builds
# for CPUs, and a mirror of it does as well: docker build --build-arg TORCH_INDEX_URL=https://... .
FROM python:3.11-slim AS build
ARG TORCH_INDEX_URL=""
WORKDIR /src
COPY . .
RUN python -m venv /opt/signpost \
 && if [ -n "$TORCH_INDEX_URL" ]; then \
      /opt/signpost/bin/pip install --no-cache-dir -c constraints.txt --index-url "$TORCH_INDEX_URL" torch; fi \
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
