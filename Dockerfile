# The IPAM driver for Docker, and its cleanup: docker build -t kontena-ipam .
FROM node:20-bookworm AS build
WORKDIR /src
COPY . .
RUN npm run build

FROM debian:bookworm-slim
# The cleanup asks addresses whether they are in use.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates iputils-ping \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /src/dist/bin/kontena-ipam /src/dist/bin/kontena-ipam-cleanup bin/
CMD ["/app/bin/kontena-ipam"]
