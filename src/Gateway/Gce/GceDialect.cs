using System.Text.Json.Serialization.Metadata;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;

namespace ComputeOperator.Gateway.Gce;

/// <summary>Google Compute Engine's API, version 1: as much of it as Instances are about.</summary>
internal sealed class GceDialect(GatewayOptions options) : IDialect
{
    private const string ErrorDomain = "global";

    private readonly GceSettings _settings = GceSettings.Of(options);

    /// <inheritdoc/>
    public string Name => "gce";

    /// <inheritdoc/>
    public string Title => "Compute Engine API v1";

    /// <inheritdoc/>
    public IJsonTypeInfoResolver Contracts => GceContracts.Json;

    /// <inheritdoc/>
    public bool Owns(PathString path) => path.StartsWithSegments("/compute") || path.StartsWithSegments("/batch/compute");

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => GceRoutes.Map(routes, _settings);

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, Exception exception)
    {
        FailureStatus.WriteHeaders(context.Response, FailureOf.Exception(exception));
        var error = GceErrors.Of(exception, context);
        var body = new ErrorBody(new(error.Code, error.Message, [new(error.Message, ErrorDomain, error.Reason, error.Location, error.LocationType)]));
        return new GceJson<ErrorBody>(body, GceContracts.Json.ErrorBody, error.Code).ExecuteAsync(context);
    }
}
