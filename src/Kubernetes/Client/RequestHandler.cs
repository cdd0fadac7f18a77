using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ComputeOperator.Kubernetes.Configuration;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>What the client adds to every request: credentials, retries where the server asks for them, metrics.</summary>
internal sealed class RequestHandler(
    KubernetesClientConfiguration configuration, TransportOptions options, CertifiedHandler connections, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>A server that asks for more patience than this is left to the caller.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly string _host = configuration.Server.Authority;
    private readonly KeyValuePair<string, string>[] _headers = [.. Headers(configuration, options)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in _headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var isForOther = request.Headers.Authorization is not null;
        var refused = false;
        for (var attempt = 1; ; attempt++)
        {
            var credential = isForOther ? null : await AuthorizeAsync(request, cancellationToken).ConfigureAwait(false);
            var answer = await SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
            {
                return answer;
            }

            if (answer.StatusCode == HttpStatusCode.Unauthorized && !refused && credential is not null)
            {
                refused = true;
                if (configuration.Credentials!.Reject(credential))
                {
                    answer.Dispose();
                    continue;
                }
            }

            if (WaitBeforeRetry(request, answer, attempt) is not { } wait)
            {
                return answer;
            }

            answer.Dispose();
            await Task.Delay(wait, options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Headers(KubernetesClientConfiguration configuration, TransportOptions options)
    {
        yield return new("Accept", "application/json");
        yield return new("User-Agent", options.UserAgent);
        if (configuration.TlsServerName is { } name)
        {
            // The platform has no other way to ask for, and to expect, a name that is not the address's.
            yield return new("Host", name);
        }

        if (configuration.Impersonate is not { } other)
        {
            yield break;
        }

        yield return new("Impersonate-User", other.User);
        if (other.Uid is { } uid)
        {
            yield return new("Impersonate-Uid", uid);
        }

        if (other.Group is { } group)
        {
            yield return new("Impersonate-Group", group);
        }

        foreach (var (key, value) in other.Extra)
        {
            yield return new("Impersonate-Extra-" + Uri.EscapeDataString(key), value);
        }
    }

    private async ValueTask<Credential?> AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        if (configuration.Credentials is not { } source)
        {
            return null;
        }

        var credential = await source.GetAsync(cancellation).ConfigureAwait(false);
        request.Headers.Authorization = credential.Authorization;
        if (configuration.ClientCertificate.Count == 0)
        {
            connections.Show(credential);
        }

        return credential;
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        int? code = null;
        try
        {
            var answer = await base.SendAsync(request, cancellation).ConfigureAwait(false);
            code = (int)answer.StatusCode;
            return answer;
        }
        catch (HttpRequestException e)
        {
            // The platform names an address at best; people need to know which of their files says so.
            throw new HttpRequestException(e.HttpRequestError, ConnectionFailure.Locate(configuration, e), e);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The platform asks a new socket for the address of its peer, and lets escape what the socket says when it has been reset or closed by then.
            throw new HttpRequestException(HttpRequestError.ConnectionError, ConnectionFailure.Locate(configuration, e), e);
        }
        finally
        {
            RequestMetrics.Count(request, _host, code, started);
        }
    }

    private TimeSpan? WaitBeforeRetry(HttpRequestMessage request, HttpResponseMessage answer, int attempt)
    {
        // A write might have been done after all: whether to repeat it is the caller's to say.
        var retriable = request.Method == HttpMethod.Get
            && answer.StatusCode is (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            && attempt < options.ReadAttempts;
        return retriable && RetryAfter.Of(answer, body: null, options.Time) is { } wait && wait <= LongestWait ? wait : null;
    }
}
