# The room as a container: what the Debian package has, which is made here first. docker-compose.yml runs it; by itself:
#
#   docker build -t alcove .
#   docker run -d --name room -e ALCOVE_DOMAIN=room.example -v alcove:/data -p 8008:8008 -p 127.0.0.1:3000:3000 alcove
#
# Nothing in here names a processor: it is built for that of the machine, or for those of `docker buildx build
# --platform linux/amd64,linux/arm64`. It asks for nothing that only BuildKit has, so other builders do as well. A package
# that was made and unpacked before (dpkg-deb -x) takes the place of the first stage by `--build-context package=FOLDER`.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build

# What the poms ask for, in a layer that lasts until a pom changes. The compiler fetches its plugins only when there is
# something to compile.
COPY .mvn/ .mvn/
COPY pom.xml ./
COPY room-core/pom.xml room-core/
COPY room-tunnel/pom.xml room-tunnel/
COPY room-web/pom.xml room-web/
RUN mkdir -p room-core/src/main/java/alcove \
  && echo 'package alcove;' > room-core/src/main/java/alcove/package-info.java \
  && mvn -B -q -Dmaven.test.skip=true package \
  && rm -rf room-*/src room-*/target

COPY room-core/src/main/ room-core/src/main/
COPY room-tunnel/src/main/ room-tunnel/src/main/
COPY room-web/src/main/ room-web/src/main/
RUN mvn -B -q -Dmaven.test.skip=true package

# The number and the time of the package, where they are known: a builder does not see the checkout's history.
ARG VERSION
ARG SOURCE_DATE_EPOCH
COPY alcove README.md CHANGELOG.md LICENSE ./
COPY docs/ docs/
COPY deploy/ deploy/
RUN LEVEL=0 deploy/package/build packages && dpkg-deb -x packages/alcove_*.deb package


FROM scratch AS package
COPY --from=build /build/package/ /


FROM debian:trixie-slim

# Always the same number, so that a volume's files keep their owner from one image to the next.
# hadolint ignore=DL3008
RUN apt-get update \
  && apt-get install -y --no-install-recommends libsodium23 age \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --gid 8008 alcove \
  && useradd --uid 8008 --gid 8008 --no-create-home --home-dir /data --shell /usr/sbin/nologin alcove \
  && install -d -o alcove -g alcove -m 0700 /data

COPY --from=package /usr/ /usr/
# An emulated processor may fail to make the cache; then the room starts without it, later and slower at first.
ARG TRAIN=yes
RUN [ "$TRAIN" = no ] || alcove train || true
COPY deploy/container/ready /opt/alcove/

# What this file promises below does not change with a file in the volume: these win over alcove.properties.
ENV ALCOVE_DATA=/data ALCOVE_LISTEN=* ALCOVE_SSB_PORT=8008 ALCOVE_HTTP_PORT=3000
USER 8008:8008
VOLUME /data
EXPOSE 8008 3000 3443
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["/opt/alcove/ready"]
ENTRYPOINT ["alcove"]
CMD ["serve"]
