using System.Net.Sockets;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Kubernetes.Tests.Client;

public class ConnectionFailureTests
{
    public static TheoryData<Exception, string> Broken => new()
    {
        { new IOException("Unable to read data from the transport connection.", new SocketException((int)SocketError.ConnectionReset)), "the connection was reset" },
        { new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."), "the connection was closed" },
        { new ObjectDisposedException("stream"), "the connection was closed" },
        { new IOException("Something\nelse."), "Something else." },
    };

    public static TheoryData<Exception, string> Failed => new()
    {
        { new OperationCanceledException(), "no answer in time" },
        { new OperationCanceledException("", new IOException("", new SocketException((int)SocketError.OperationAborted))), "no answer in time" },
        { new OperationCanceledException("", new ObjectDisposedException("stream")), "no answer in time" },
        { new TimeoutException("The API server stopped in the middle of an answer."), "The API server stopped in the middle of an answer." },
        { new HttpRequestException("https://10.0.0.1:6443/: connection refused (file)", new SocketException((int)SocketError.ConnectionRefused)), "https://10.0.0.1:6443/: connection refused (file)" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void An_answer_that_breaks_off_says_why(Exception cause, string reason) =>
        Assert.Equal(reason, ConnectionFailure.InTheMiddle(new("The request was aborted.", cause)).Message);

    [Theory]
    [MemberData(nameof(Failed))]
    public void A_failed_call_says_why(Exception failure, string cause) => Assert.Equal(cause, ConnectionFailure.Cause(failure));
}
