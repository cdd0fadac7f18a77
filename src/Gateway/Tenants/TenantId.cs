using System.Text.RegularExpressions;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;

namespace ComputeOperator.Gateway.Tenants;

/// <summary>Which tenant a request is for. It grants nothing: what the caller may do is the API server's to say.</summary>
internal static partial class TenantId
{
    public const string Header = "X-Tenant-ID";

    /// <summary>The header.</summary>
    public static RequestParameter Parameter { get; } =
        new(Header, $"The tenant that the request is for; absent: {ComputeApi.DefaultTenant}. It grants nothing.") { IsHeader = true };

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex Grammar { get; }

    /// <summary>Whether a tenant may have this name.</summary>
    public static bool IsLegal(string name) => Grammar.IsMatch(name);

    /// <summary>The tenant that a request names; the default one where it names none.</summary>
    /// <exception cref="FailureException">It names something that no tenant is called.</exception>
    public static string Of(IHeaderDictionary headers)
    {
        var given = headers[Header];
        return given is [] or [""] ? ComputeApi.DefaultTenant
            : given is [{ } name] && IsLegal(name) ? name
            : throw new FailureException(new Failure.Invalid([new FieldProblem(
                Header, "Must be one name of at most 63 lower-case letters, digits and '-', with no '-' at either end.", Place: FieldPlace.Header)]));
    }
}
