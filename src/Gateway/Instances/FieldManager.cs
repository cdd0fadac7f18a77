namespace ComputeOperator.Gateway.Instances;

/// <summary>Who owns what the gateway writes.</summary>
internal static class FieldManager
{
    public const string Name = "compute-gateway";
}
