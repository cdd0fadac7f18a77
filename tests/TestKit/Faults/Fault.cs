using System.Globalization;
using System.Net;
using System.Text;

namespace ComputeOperator.TestKit.Faults;

/// <summary>Something that goes wrong with one request.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    internal delegate Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken cancellation);

    internal abstract Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Send next, CancellationToken cancellation);

    /// <summary>The server is not asked; an error answer comes back.</summary>
    public sealed record Answer(int Code, string Reason = "", TimeSpan? RetryAfter = null, string Message = "injected fault") : Fault
    {
        internal override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Send next, CancellationToken cancellation)
        {
            var reason = Reason.Length > 0 ? Reason : ReasonOf(Code);
            var body = $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"{{Message}}","reason":"{{reason}}","code":{{Code}}}""";
            var answer = new HttpResponseMessage((HttpStatusCode)Code)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
                RequestMessage = request,
            };
            if (RetryAfter is { } wait)
            {
                answer.Headers.TryAddWithoutValidation("Retry-After", wait.TotalSeconds.ToString("0", CultureInfo.InvariantCulture));
            }

            return Task.FromResult(answer);
        }

        private static string ReasonOf(int code) => code switch
        {
            401 => "Unauthorized",
            403 => "Forbidden",
            404 => "NotFound",
            409 => "Conflict",
            410 => "Expired",
            422 => "Invalid",
            429 => "TooManyRequests",
            500 => "InternalError",
            503 => "ServiceUnavailable",
            504 => "Timeout",
            _ => "Unknown",
        };
    }

    /// <summary>The request is lost before the server sees it.</summary>
    public sealed record FailBefore(Exception? Error = null) : Fault
    {
        internal override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Send next, CancellationToken cancellation) =>
            Task.FromException<HttpResponseMessage>(Error ?? new HttpRequestException("injected fault: not sent"));
    }

    /// <summary>The server does what is asked; the answer is lost.</summary>
    public sealed record FailAfter(Exception? Error = null) : Fault
    {
        internal override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Send next, CancellationToken cancellation)
        {
            using var answer = await next(request, cancellation);
            await answer.Content.LoadIntoBufferAsync(cancellation);
            throw Error ?? new HttpRequestException("injected fault: answer lost");
        }
    }

    /// <summary>The request waits before it is sent, by <paramref name="Time"/> or the system's clock.</summary>
    public sealed record Delay(TimeSpan For, TimeProvider? Time = null) : Fault
    {
        internal override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Send next, CancellationToken cancellation)
        {
            await Task.Delay(For, Time ?? TimeProvider.System, cancellation);
            return await next(request, cancellation);
        }
    }

    /// <summary>The request waits before it is sent until the test lets it go: for exact interleavings.</summary>
    public sealed record Hold(Task Until) : Fault
    {
        internal override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Send next, CancellationToken cancellation)
        {
            await Until.WaitAsync(cancellation);
            return await next(request, cancellation);
        }
    }

    /// <summary>The server does what is asked at once; the answer waits until the test lets it go.</summary>
    public sealed record HoldAnswer(Task Until) : Fault
    {
        internal override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Send next, CancellationToken cancellation)
        {
            var answer = await next(request, cancellation);
            await Until.WaitAsync(cancellation);
            return answer;
        }
    }

    /// <summary>The body of the answer breaks off with an <see cref="IOException"/> after some bytes.</summary>
    public sealed record CutBody(int AfterBytes) : Fault
    {
        internal override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Send next, CancellationToken cancellation) =>
            await BrokenBody.InsteadOfAsync(await next(request, cancellation), AfterBytes, BodyEnd.Cut, cancellation);
    }

    /// <summary>The body of the answer falls silent after some bytes, and stays so until cancelled.</summary>
    public sealed record StallBody(int AfterBytes) : Fault
    {
        internal override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Send next, CancellationToken cancellation) =>
            await BrokenBody.InsteadOfAsync(await next(request, cancellation), AfterBytes, BodyEnd.Stall, cancellation);
    }

    /// <summary>The body of the answer ends in good order after some bytes, as if the server had no more to say.</summary>
    public sealed record EndBody(int AfterBytes) : Fault
    {
        internal override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Send next, CancellationToken cancellation) =>
            await BrokenBody.InsteadOfAsync(await next(request, cancellation), AfterBytes, BodyEnd.Orderly, cancellation);
    }
}
