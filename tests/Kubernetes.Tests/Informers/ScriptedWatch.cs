using System.Net;
using System.Text;

namespace ComputeOperator.Kubernetes.Tests.Informers;

/// <summary>Answers one resumed watch with lines that a real server sends only in rare moments.</summary>
internal sealed class ScriptedWatch : DelegatingHandler
{
    public const string Expired =
        """{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}}""";

    private string? _next;

    public string? Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        WidgetApi.IsResume(request) && Interlocked.Exchange(ref _next, null) is { } lines
            ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(lines + "\n", Encoding.UTF8, "application/json"),
                RequestMessage = request,
            })
            : base.SendAsync(request, cancellationToken);
}
