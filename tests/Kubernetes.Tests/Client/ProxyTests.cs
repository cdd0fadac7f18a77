using System.Net;
using System.Net.Sockets;
using System.Text;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Kubernetes.Tests.Client;

/// <summary>Through which proxy the API server is reached, and as whom.</summary>
public class ProxyTests
{
    private static readonly Uri Proxy = new("http://proxy:3128");

    [Theory]
    [InlineData("example.com", "https://example.com", true)]
    [InlineData("example.com", "https://api.Example.com:6443", true)]
    [InlineData("example.com", "https://notexample.com", false)]
    [InlineData(".example.com", "https://api.example.com", true)]
    [InlineData(".example.com", "https://example.com", false)]
    [InlineData("*.example.com", "https://api.example.com", true)]
    [InlineData("example.com:6443", "https://api.example.com:6443", true)]
    [InlineData("example.com:6443", "https://api.example.com", false)]
    [InlineData("10.0.0.1", "https://10.0.0.1:6443", true)]
    [InlineData("10.0.0.1:443", "https://10.0.0.1:6443", false)]
    [InlineData("10.0.0.1:6443", "https://10.0.0.1:6443", true)]
    [InlineData("10.0.0.0/8", "https://10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "https://11.1.2.3", false)]
    [InlineData("fd00::/8", "https://[fd00::1]:6443", true)]
    [InlineData("[fd00::1]:6443", "https://[fd00::1]:6443", true)]
    [InlineData("[fd00::1]:443", "https://[fd00::1]:6443", false)]
    [InlineData("fd00::1", "https://[fd00::1]:6443", true)]
    [InlineData("other, example.com ,", "https://example.com", true)]
    [InlineData("*", "https://example.com", true)]
    [InlineData("", "https://example.com", false)]
    [InlineData("", "https://localhost:6443", true)]
    [InlineData("", "https://127.0.0.2:6443", true)]
    public void NO_PROXY_is_read_as_Go_reads_it(string list, string destination, bool direct)
    {
        var proxy = new EnvironmentProxy(new WebProxy(Proxy), name => name == "NO_PROXY" ? list : null);

        Assert.Equal(direct, proxy.IsBypassed(new Uri(destination)));
        Assert.Equal(direct ? null : Proxy, proxy.GetProxy(new Uri(destination)));
    }

    [Fact]
    public void The_variable_in_small_letters_counts_when_the_other_is_empty()
    {
        var proxy = new EnvironmentProxy(new WebProxy(Proxy), name => name == "no_proxy" ? "example.com" : "");
        Assert.True(proxy.IsBypassed(new Uri("https://example.com")));
    }

    [Fact]
    public void Who_the_environment_says_we_are_to_the_proxy_is_passed_on()
    {
        var credentials = new NetworkCredential("user", "password");
        var proxy = new EnvironmentProxy(new WebProxy(Proxy) { Credentials = credentials }, _ => null);
        Assert.Same(credentials, proxy.Credentials);
    }

    [Fact]
    public async Task Who_the_proxy_url_says_we_are_is_told_to_the_proxy()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = AskForPasswordAsync(listener);
        using var transport = new KubernetesTransport(new()
        {
            Server = new("https://api.example.com:6443"),
            Proxy = new($"http://user:p%40ss@{listener.LocalEndpoint}"),
        });

        var failed = Assert.ThrowsAsync<HttpRequestException>(() => transport.For(Widget.Definition).ListPageAsync(null, new()));

        var expected = Convert.ToBase64String(Encoding.ASCII.GetBytes("user:p@ss"));
        Assert.Contains($"Proxy-Authorization: Basic {expected}", await asked.WaitAsync(TimeSpan.FromSeconds(60)), StringComparison.Ordinal);
        await failed;
    }

    // Answers 407 to the first request and 502 to the second; returns that.
    private static async Task<string> AskForPasswordAsync(TcpListener listener)
    {
        using (var first = await listener.AcceptTcpClientAsync())
        {
            using var reader = new StreamReader(first.GetStream());
            await ReadHeadersAsync(reader);
            await first.GetStream().WriteAsync(
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        }

        using var second = await listener.AcceptTcpClientAsync();
        using var again = new StreamReader(second.GetStream());
        var headers = await ReadHeadersAsync(again);
        await second.GetStream().WriteAsync("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        return headers;
    }

    private static async Task<string> ReadHeadersAsync(StreamReader reader)
    {
        var headers = new StringBuilder();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            headers.AppendLine(line);
        }

        return headers.ToString();
    }
}
