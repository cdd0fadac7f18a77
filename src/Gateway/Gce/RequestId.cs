using ComputeOperator.Gateway.Gce.Errors;

namespace ComputeOperator.Gateway.Gce;

/// <summary>The id by which a client says that a request is the same as one before.</summary>
internal static class RequestId
{
    /// <summary>The id in lower case; null when the request has none.</summary>
    /// <exception cref="GceException">It is not a UUID, or the one of zeros.</exception>
    public static string? Of(IQueryCollection query)
    {
        var given = query["requestId"].ToString();
        if (given.Length == 0)
        {
            return null;
        }

        return Guid.TryParseExact(given, "D", out var id) && id != Guid.Empty
            ? id.ToString()
            : throw GceError.InvalidField("requestId", given, "Must be a UUID, and not the zero UUID.").ToException();
    }
}
