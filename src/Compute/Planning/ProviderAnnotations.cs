using System.Globalization;
using System.Text;
using ComputeOperator.Compute.Providers;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Planning;

/// <summary>The annotations of an instance that its provider reads. Unlike spec they have no generation.</summary>
internal static class ProviderAnnotations
{
    /// <summary>The same for the same annotations; null when there are none.</summary>
    public static string? Fingerprint(Instance instance, ProviderCapabilities? provider)
    {
        if (instance.Metadata.Annotations is not { Count: > 0 } all || provider is not { Annotations: { Count: > 0 } names })
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var name in names)
        {
            if (all.TryGetValue(name, out var value))
            {
                // With its length, so that a value cannot look like further annotations.
                text.Append(CultureInfo.InvariantCulture, $"{name}={value.Length}:{value}\n");
            }
        }

        return text.Length == 0 ? null : InstanceIdentity.Hash(text.ToString()).ToString("x16", CultureInfo.InvariantCulture);
    }
}
