# The IPAM driver for Docker, and its cleanup: docker build -t kontena-ipam .
FROM node:20-bookworm-slim AS build
WORKDIR /src
COPY . .
# Both programs are one file, which needs the C library and nothing else. What made it is not kept: it
# is five times as large.
RUN npm run build \
 && mkdir -p /image/app/bin \
 && cp dist/bin/kontena-ipam /image/app/bin/ \
 && ln -s kontena-ipam /image/app/bin/kontena-ipam-cleanup \
 && ldd dist/bin/kontena-ipam | grep -o '/[^ ]*' | xargs -I{} cp --parents -L {} /image/ \
 && rm -rf node_modules dist packages ~/.npm ~/.local ~/.cache

FROM scratch
COPY --from=build /image /
WORKDIR /app
CMD ["/app/bin/kontena-ipam"]
