using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.VmManager.Contracts;

namespace ComputeOperator.Gateway.VmManager;

/// <summary>The one place where failures become this dialect's errors.</summary>
internal static class VmManagerErrors
{
    private static readonly FieldNames Names = new(
        ("metadata.name", "name"), ("spec.metadata", "vm_metadata"), ("spec.image", "os_type"), ("spec.credits.granted", "amount"),
        ("spec.tenant", "X-Tenant-ID"), ("spec.", ""));

    /// <summary>There is no such virtual machine.</summary>
    public static FailureException NotFound() => new(new Failure.NotFound("VM not found"));

    public static int Status(Failure failure) => failure switch
    {
        Failure.Invalid => StatusCodes.Status422UnprocessableEntity,
        Failure.WrongState => StatusCodes.Status409Conflict,
        _ => FailureStatus.Of(failure),
    };

    /// <summary>The body of an answer to a request that says something that cannot be.</summary>
    public static ValidationErrorBody Of(Failure.Invalid failure) => new([.. failure.Problems.Select(problem => Of(Names.In(problem)))]);

    private static FieldError Of(FieldProblem problem) => new(ValidationWords.Location(problem), problem.Message, ValidationWords.Type(problem.Kind));
}
