namespace ComputeOperator.Compute.Tenants;

/// <summary>What an instance costs, once.</summary>
public static class CreditCost
{
    private const decimal Mebibyte = 1024m * 1024m;
    private const decimal Gibibyte = 1024m * Mebibyte;
    private const decimal Least = 10;

    /// <summary>5 for every 512 MiB of memory, 2 for every 10 GiB of disk and 10 for every vCPU, rounded up as a whole; at least 10.</summary>
    public static long Of(ResourceAmounts amounts)
    {
        var cost = (amounts.Memory / Mebibyte / 512m * 5m) + (amounts.Disk / Gibibyte / 10m * 2m) + (amounts.Vcpus * 10m);
        return (long)Math.Ceiling(Math.Max(cost, Least));
    }
}
