using System.Net;
using System.Text;

namespace ComputeOperator.Kubernetes.Tests.Informers;

/// <summary>Answers resumed watches, one unless told otherwise, with lines that a real server sends only in rare moments.</summary>
internal sealed class ScriptedWatch : DelegatingHandler
{
    public const string Expired =
        """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}}""";

    public const string Broken =
        """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"unable to decode an event","reason":"InternalError","code":500}}""";

    private string? _next;

    public string? Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }

    /// <summary>How many are answered so.</summary>
    public int Times { get; set; } = 1;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        WidgetApi.IsResume(request) && Take() is { } lines
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(lines + "\n", Encoding.UTF8, "application/json"),
                RequestMessage = request,
            })
            : base.SendAsync(request, cancellationToken);

    private string? Take() => --Times > 0 ? Next : Interlocked.Exchange(ref _next, null);
}
