namespace ComputeOperator.Operator.Hosting;

/// <summary>What a leader does, in parts that belong together: where one fails, none goes on without it.</summary>
internal static class OneTerm
{
    /// <summary>Runs the parts until <paramref name="stopping"/>, or until one of them fails, with which this fails when all have ended.</summary>
    public static async Task RunAsync(IEnumerable<Func<CancellationToken, Task>> parts, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAll(parts.Select(async part =>
        {
            try
            {
                await part(end.Token);
            }
            catch
            {
                await end.CancelAsync();
                throw;
            }
        }));
    }
}
