using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Gce.Errors;

namespace ComputeOperator.Gateway.Gce;

/// <summary>The id by which a client says that a request is the same as one before.</summary>
internal static class RequestId
{
    private const string Name = "requestId";

    /// <summary>The parameter.</summary>
    public static RequestParameter Parameter { get; } = new(Name, "A UUID; a request with that of one before is answered with its operation.");

    /// <summary>The id in lower case; null when the request has none.</summary>
    /// <exception cref="GceException">It is not a UUID, or the one of zeros.</exception>
    public static string? Of(IQueryCollection query)
    {
        var given = query[Name].ToString();
        if (given.Length == 0)
        {
            return null;
        }

        return Guid.TryParseExact(given, "D", out var id) && id != Guid.Empty
            ? id.ToString()
            : throw GceError.InvalidField(Name, given, "Must be a UUID, and not the zero UUID.").ToException();
    }
}
