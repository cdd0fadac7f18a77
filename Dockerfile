# syntax=docker/dockerfile:1
ARG DOTNET_IMAGES=mcr.microsoft.com/dotnet
ARG BASE=aspnet:10.0-noble-chiseled

FROM --platform=$BUILDPLATFORM ${DOTNET_IMAGES}/sdk:10.0 AS build
ARG TARGETARCH
# Self-contained instead: BASE=runtime-deps:10.0-noble-chiseled and
# PUBLISH="--self-contained true -p:PublishReadyToRun=true -p:PublishTrimmed=true".
ARG PUBLISH="--self-contained false -p:PublishReadyToRun=true"
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/Operator --configuration Release --arch "${TARGETARCH:-amd64}" ${PUBLISH} --output /app

FROM ${DOTNET_IMAGES}/${BASE}
COPY --from=build /app /app
USER 65532:65532
# 8080: metrics, 8081: health.
EXPOSE 8080 8081
ENTRYPOINT ["/app/compute-operator"]
