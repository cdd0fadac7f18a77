# syntax=docker/dockerfile:1
ARG DOTNET_IMAGES=mcr.microsoft.com/dotnet

FROM --platform=$BUILDPLATFORM ${DOTNET_IMAGES}/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
COPY config/machinetypes/ config/machinetypes/
COPY config/tenants/ config/tenants/
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/Operator --configuration Release --arch "${TARGETARCH:-amd64}" --output /app

# The program brings its own runtime, compiled ahead as one image: see src/Operator/Operator.csproj.
FROM ${DOTNET_IMAGES}/runtime-deps:10.0-noble-chiseled
COPY --from=build /app /app
USER 65532:65532
# 8080: metrics, 8081: health.
EXPOSE 8080 8081
ENTRYPOINT ["/app/compute-operator"]
