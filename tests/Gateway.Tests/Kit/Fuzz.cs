using System.Net;

namespace ComputeOperator.Gateway.Tests.Kit;

/// <summary>A request made of pieces that fit and pieces that do not.</summary>
internal sealed record FuzzRequest(string Method, string Path, string? Body, string? ContentType, (string Name, string Value)[] Headers);

/// <summary>Sends requests that nobody would send on purpose: each gets an answer in its dialect's form, and none makes the gateway fail.</summary>
internal static class Fuzz
{
    private const int Requests = 20_000;
    private const int AtOnce = 32;

    /// <summary>Sends twenty thousand, and says how many were answered with which code.</summary>
    /// <param name="gateway">Who is asked.</param>
    /// <param name="seed">Fixed, so that a failure comes again.</param>
    /// <param name="next">Makes a request.</param>
    /// <param name="checkForm">Checks the form of an answer that is a failure.</param>
    public static async Task<string> RunAsync(GatewayProcess gateway, int seed, Func<Random, FuzzRequest> next, Action<FuzzRequest, Answer> checkForm)
    {
        using var rest = new Rest(gateway.Address);
        var random = new Random(seed);
        var requests = Enumerable.Range(0, Requests).Select(_ => next(random)).ToList();
        var counts = new int[600];
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (request, _) =>
        {
            var answer = await rest.SendAsync(new HttpMethod(request.Method), request.Path, request.Body, request.ContentType, request.Headers);
            Interlocked.Increment(ref counts[(int)answer.Status]);
            Check(request, answer, checkForm);
        });

        Assert.False(gateway.HasExited);
        Assert.DoesNotContain(gateway.Lines, line => line.Contains(" ERROR ", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await rest.GetAsync("/health")).Status);
        return string.Join(", ", counts.Select((count, code) => (count, code)).Where(entry => entry.count > 0).Select(entry => $"{entry.code}: {entry.count}"));
    }

    private static void Check(FuzzRequest request, Answer answer, Action<FuzzRequest, Answer> checkForm)
    {
        // Which request it was, for a failure.
        try
        {
            Assert.InRange((int)answer.Status, 200, 499);
            Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
            Assert.Null(answer.Header("X-Injected"));
            if ((int)answer.Status >= 400 && request.Method != "HEAD")
            {
                checkForm(request, answer);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"{request}\n{(int)answer.Status} {answer.Text}", e);
        }
    }
}
