using System.Net.Sockets;
using System.Security.Authentication;
using ComputeOperator.Kubernetes.Configuration;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Says in one line why the API server could not be reached, or would not have us.</summary>
public static class ConnectionFailure
{
    /// <summary>
    /// One line such as <c>cannot reach https://10.0.0.1:6443: connection refused (context 'x' of /home/me/.kube/config)</c>.
    /// </summary>
    /// <param name="configuration">How the server was to be reached.</param>
    /// <param name="exception">What a call of <see cref="ResourceClient{T}"/> threw.</param>
    public static string Describe(KubernetesClientConfiguration configuration, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(exception);
        var where = $"({configuration.Describe()})";
        return exception switch
        {
            KubernetesConfigurationException => exception.Message,
            KubernetesException { StatusCode: System.Net.HttpStatusCode.Unauthorized } =>
                $"{configuration.Server} does not accept the credentials: {exception.Message} {where}",
            KubernetesException error => $"{configuration.Server} answered {(int)error.StatusCode}: {error.Message} {where}",
            _ => $"cannot reach {Locate(configuration, exception)}",
        };
    }

    /// <summary>The same without saying that it could not be reached, for a sentence that does: <c>https://10.0.0.1:6443: connection refused (…)</c>.</summary>
    internal static string Locate(KubernetesClientConfiguration configuration, Exception exception) =>
        $"{configuration.Server}: {Reason(exception)} ({configuration.Describe()})";

    /// <summary>What a call came to grief on, for a sentence that says which call: one that was cancelled, and not by the caller, had a time limit.</summary>
    public static string Cause(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception is OperationCanceledException ? Reason(exception) : exception.Message;
    }

    /// <summary>For an answer that has begun: the platform says of it only that it was aborted.</summary>
    internal static IOException InTheMiddle(IOException exception) => new(Reason(exception), exception);

    /// <summary>Whether <paramref name="exception"/> is of the connection rather than of what was asked: trying again may help.</summary>
    public static bool IsOne(Exception exception) => exception is HttpRequestException or IOException or TimeoutException;

    /// <summary>Whether <paramref name="exception"/> ended a call before anything was sent: what was asked for has certainly not been done.</summary>
    public static bool IsBeforeSending(Exception exception) => exception is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError,
    };

    private static string Reason(Exception exception)
    {
        var causes = Causes(exception).ToList();
        var socket = causes.OfType<SocketException>().FirstOrDefault();
        if (exception is OperationCanceledException or TimeoutException && socket is null or { SocketErrorCode: SocketError.OperationAborted })
        {
            // The platform ends what takes too long by closing the connection.
            return "no answer in time";
        }

        if (socket is not null)
        {
            return Reason(socket);
        }

        if (causes.Any(cause => cause is ObjectDisposedException or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }))
        {
            return "the connection was closed";
        }

        if (causes.OfType<AuthenticationException>().LastOrDefault() is { } tls)
        {
            return tls.Message;
        }

        return causes.OfType<TimeoutException>().Any()
            ? "no answer in time"
            : causes[^1].Message.ReplaceLineEndings(" ");
    }

    private static string Reason(SocketException socket) => socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.HostNotFound or SocketError.NoData => "no such host",
        SocketError.TryAgain => "the name cannot be resolved at the moment",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "no route to the host",
        SocketError.TimedOut => "no answer in time",
        SocketError.OperationAborted => "the connection was closed",
        SocketError.ConnectionReset or SocketError.NotConnected => "the connection was reset",
        _ => socket.Message,
    };

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
