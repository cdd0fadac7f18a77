using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Iaas.Contracts;

namespace ComputeOperator.Gateway.Iaas;

/// <summary>The one place where failures become this dialect's errors.</summary>
internal static class IaasErrors
{
    private static readonly FieldNames Names = new(
        ("metadata.name", "name"), ("spec.machineType", "flavor"), ("spec.image", "imageId"), ("spec.tenant", "X-Tenant-ID"), ("spec.", ""));

    /// <summary>There is no such instance.</summary>
    public static FailureException NotFound() => new(new Failure.NotFound("Instance not found"));

    /// <summary>The instance is in no state for what was asked.</summary>
    public static FailureException Refused(string message) => new(new Failure.WrongState(message));

    public static ErrorBody Of(Failure failure) => new(failure switch
    {
        Failure.Invalid { Problems: [var first, ..] } => Text(Names.In(first)),
        _ => failure.Message,
    });

    private static string Text(FieldProblem problem) => problem.Field is null ? problem.Message : $"{problem.Field}: {problem.Message}";
}
