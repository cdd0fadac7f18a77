using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Lifecycle.Contracts;

namespace ComputeOperator.Gateway.Lifecycle;

/// <summary>The one place where failures become this dialect's errors.</summary>
internal static class LifecycleErrors
{
    private static readonly FieldNames Names = new(
        ("metadata.name", "name"), ("spec.parent", "parent_id"), ("spec.machineType", "machine_type"), ("spec.tenant", "X-Tenant-ID"), ("spec.", ""));

    /// <summary>There is no such instance.</summary>
    public static FailureException NotFound(string id) => new(new Failure.NotFound($"Instance {id} not found"));

    /// <summary>An action was begun and did not reach its aim.</summary>
    public static FailureException NotReached(string id, string done, OperationFailure failure) =>
        new(new Failure.Conflict($"Instance {id} could not be {done}: {failure.Message}"));

    public static int Status(Failure failure) => failure is Failure.Invalid ? StatusCodes.Status422UnprocessableEntity : FailureStatus.Of(failure);

    /// <summary>The body of an answer to a request that says something that cannot be.</summary>
    public static ValidationErrorBody Of(Failure.Invalid failure) => new("ValidationError", [.. failure.Problems.Select(problem => Of(Names.In(problem)))]);

    private static FieldError Of(FieldProblem problem) =>
        new(string.Join(" -> ", ValidationWords.Location(problem)), problem.Message, ValidationWords.Type(problem.Kind));
}
