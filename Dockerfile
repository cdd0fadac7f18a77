# syntax=docker/dockerfile:1
ARG DOTNET_IMAGES=mcr.microsoft.com/dotnet

FROM --platform=$BUILDPLATFORM ${DOTNET_IMAGES}/sdk:10.0 AS source
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
COPY config/machinetypes/ config/machinetypes/
COPY config/tenants/ config/tenants/

FROM source AS build-gateway
ARG TARGETARCH
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/Gateway --configuration Release --arch "${TARGETARCH:-amd64}" --output /app -p:RunAnalyzers=false

FROM source AS build-operator
ARG TARGETARCH
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/Operator --configuration Release --arch "${TARGETARCH:-amd64}" --output /app -p:RunAnalyzers=false

# The programs bring their own runtime, compiled ahead as one image: see src/Operator/Operator.csproj.
FROM ${DOTNET_IMAGES}/runtime-deps:10.0-noble-chiseled AS gateway
COPY --from=build-gateway /app /app
USER 65532:65532
# 8082: REST, 8083: metrics and probes.
EXPOSE 8082 8083
ENTRYPOINT ["/app/compute-gateway"]

FROM ${DOTNET_IMAGES}/runtime-deps:10.0-noble-chiseled AS operator
COPY --from=build-operator /app /app
USER 65532:65532
# 8080: metrics, 8081: health.
EXPOSE 8080 8081
ENTRYPOINT ["/app/compute-operator"]
