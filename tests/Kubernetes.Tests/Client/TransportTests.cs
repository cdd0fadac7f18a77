using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Tests.Configuration;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.Client;

public class TransportTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_read_waits_as_long_as_the_server_asks(int code)
    {
        var time = new ManualTime();
        using var api = await WidgetApi.NewAsync(nameof(A_read_waits_as_long_as_the_server_asks), new() { Time = time });
        api.Faults.Inject(new Fault.Answer(code, RetryAfter: TimeSpan.FromSeconds(7)), times: 2);

        var read = api.Widgets.ListPageAsync(api.Namespace, new());
        await time.WhenNextIsInAsync(TimeSpan.FromSeconds(7));
        time.Advance(TimeSpan.FromSeconds(7));
        await time.WhenNextIsInAsync(TimeSpan.FromSeconds(7));
        Assert.False(read.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(7));

        Assert.Empty((await read).Items);
        Assert.Equal(3, api.Faults.Sent.Count);
    }

    [Theory]
    [InlineData(429, 7, 7, 1)]
    [InlineData(503, 0, 0, 5)]
    [InlineData(503, 3600, 60, 1)]
    [InlineData(503, int.MaxValue, 60, 1)]
    [InlineData(500, 0, 0, 1)]
    public async Task Patience_ends(int code, int seconds, int heeded, int attempts)
    {
        using var api = await WidgetApi.NewAsync(nameof(Patience_ends));
        api.Faults.Inject(new Fault.Answer(code, RetryAfter: TimeSpan.FromSeconds(seconds)), times: 10);

        var call = code == 429 ? api.CreateAsync("w") : (Task)api.Widgets.ListPageAsync(api.Namespace, new());
        var error = await Assert.ThrowsAsync<KubernetesException>(() => call);

        Assert.Equal(((HttpStatusCode)code, TimeSpan.FromSeconds(heeded)), (error.StatusCode, error.RetryAfter));
        Assert.Equal(attempts, api.Faults.Sent.Count);
    }

    [Fact]
    public async Task An_answer_that_stops_in_the_middle_is_given_up()
    {
        using var api = await WidgetApi.NewAsync(
            nameof(An_answer_that_stops_in_the_middle_is_given_up), new() { AnswerTimeout = TimeSpan.FromSeconds(20) });
        await api.CreateAsync("first");
        api.Faults.Inject(new Fault.StallBody(10));

        var given = await Assert.ThrowsAsync<TimeoutException>(() => api.CreateAsync("w").WaitAsync(TimeSpan.FromSeconds(60)));

        // Else it is this test that gave up.
        Assert.Equal("The API server stopped in the middle of an answer.", given.Message);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_says_why()
    {
        using var api = await WidgetApi.NewAsync(nameof(An_answer_that_breaks_off_says_why));
        api.Faults.Inject(new Fault.CutBody(10));

        var broken = await Assert.ThrowsAsync<IOException>(() => api.CreateAsync("w"));

        Assert.Equal("the connection was reset", broken.Message);
    }

    [Fact]
    public async Task Speaks_http2_on_one_connection()
    {
        using var api = await WidgetApi.NewAsync(nameof(Speaks_http2_on_one_connection));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => api.CreateAsync($"w{number}")));
        Assert.Equal(1, api.Gate.Opened);
    }

    [Fact]
    public async Task A_cut_connection_is_replaced()
    {
        using var api = await WidgetApi.NewAsync(nameof(A_cut_connection_is_replaced));
        await api.CreateAsync("a");
        api.Gate.Cut();
        await Eventually.Passes(async () => Assert.Null(await Record.ExceptionAsync(() => api.Widgets.GetAsync(api.Key("a")))));
        Assert.Equal(2, api.Gate.Opened);
    }

    [Fact]
    public async Task Requests_are_counted()
    {
        using var api = await WidgetApi.NewAsync(nameof(Requests_are_counted));
        List<string> counted = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "compute_operator.kubernetes" && instrument.Name == "rest_client_requests_total")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var text = string.Join(' ', tags.ToArray().Select(tag => tag.Value));
            lock (counted)
            {
                counted.Add($"{value} {text}");
            }
        });
        listener.Start();

        api.Faults.Inject(new Fault.FailBefore());
        await Assert.ThrowsAsync<HttpRequestException>(() => api.CreateAsync("w"));
        await api.CreateAsync("w");

        lock (counted)
        {
            Assert.Contains($"1 <error> POST {api.Plane.Server.Authority}", counted);
            Assert.Contains($"1 201 POST {api.Plane.Server.Authority}", counted);
        }
    }

    [Fact]
    public async Task Names_the_server_the_context_and_the_file_when_refused()
    {
        using var api = await WidgetApi.NewAsync(nameof(Names_the_server_the_context_and_the_file_when_refused));
        api.Gate.RefuseNew = true;
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => api.CreateAsync("w"));
        Assert.Equal(
            $"cannot reach {api.Plane.Server}: connection refused (context '{api.Configuration.Context}' of {api.Plane.Kubeconfig})",
            ConnectionFailure.Describe(api.Configuration, refused));
    }

    [Fact]
    public async Task Tells_a_name_that_does_not_resolve()
    {
        var configuration = new KubernetesClientConfiguration { Server = new("https://no-such-host.invalid:6443"), Sources = ["file"] };
        using var transport = new KubernetesTransport(configuration);
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => transport.For(Widget.Definition).ListPageAsync(null, new()));
        Assert.Matches("^cannot reach https://no-such-host.invalid:6443/: (no such host|the name cannot be resolved at the moment) \\(file\\)$", ConnectionFailure.Describe(configuration, error));
    }

    [Theory]
    [InlineData(false, "the connection was reset")]
    [InlineData(true, "the connection was closed")]
    public async Task A_connection_that_ends_as_soon_as_it_is_made_is_a_connection_failure(bool byUs, string reason)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var configuration = new KubernetesClientConfiguration { Server = new($"https://{listener.LocalEndpoint}"), Sources = ["file"] };
        using var transport = new KubernetesTransport(configuration, new() { WrapConnection = End });

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => transport.For(Widget.Definition).ListPageAsync(null, new()));

        Assert.StartsWith($"cannot reach {configuration.Server}: {reason}", ConnectionFailure.Describe(configuration, error), StringComparison.Ordinal);

        Stream End(Stream connection)
        {
            using var peer = listener.AcceptSocket();
            peer.LingerState = new(enable: true, seconds: 0);
            peer.Close();
            var own = ((NetworkStream)connection).Socket;
            Assert.True(own.Poll(TimeSpan.FromSeconds(60), SelectMode.SelectRead));
            if (byUs)
            {
                own.Dispose();
            }

            return connection;
        }
    }

    [Fact]
    public async Task What_is_sent_and_never_acknowledged_ends_a_connection_as_soon_as_a_ping_would()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        const int TcpUserTimeout = 18;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var configuration = new KubernetesClientConfiguration { Server = new($"https://{listener.LocalEndpoint}"), Sources = ["file"] };
        var milliseconds = new byte[sizeof(int)];
        using var transport = new KubernetesTransport(
            configuration, new() { PingInterval = TimeSpan.FromSeconds(7), PingTimeout = TimeSpan.FromSeconds(5), WrapConnection = ReadOption });

        await Assert.ThrowsAsync<HttpRequestException>(() => transport.For(Widget.Definition).ListPageAsync(null, new()));

        Assert.Equal(12_000, BitConverter.ToInt32(milliseconds));

        Stream ReadOption(Stream connection)
        {
            ((NetworkStream)connection).Socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpUserTimeout, milliseconds);
            throw new SocketException((int)SocketError.ConnectionReset);
        }
    }

    [Fact]
    public async Task Refuses_a_server_of_another_authority()
    {
        using var other = Certificates.Authority("other");
        using var api = await WidgetApi.NewAsync(
            nameof(Refuses_a_server_of_another_authority), change: right => right with { CertificateAuthority = [other], RenewCertificateAuthority = () => [other] });
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => api.CreateAsync("w"));
        Assert.Contains("is not signed by the configured certificate authority", ConnectionFailure.Describe(api.Configuration, error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_the_authorities_again_before_it_refuses_a_server()
    {
        using var before = Certificates.Authority("before");
        var reads = 0;
        using var api = await WidgetApi.NewAsync(
            nameof(Reads_the_authorities_again_before_it_refuses_a_server),
            change: right => right with
            {
                CertificateAuthority = [before],
                RenewCertificateAuthority = () => reads++ == 0 ? throw new KubernetesConfigurationException("half written") : right.CertificateAuthority!,
            });

        await Assert.ThrowsAsync<HttpRequestException>(() => api.CreateAsync("a"));
        await api.CreateAsync("b");
        api.Gate.Cut();
        await Eventually.Passes(async () => Assert.Null(await Record.ExceptionAsync(() => api.Widgets.GetAsync(api.Key("b")))));

        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task Refuses_a_server_of_another_name()
    {
        using var api = await WidgetApi.NewAsync(
            nameof(Refuses_a_server_of_another_name), change: right => right with { TlsServerName = "elsewhere.test" });
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => api.CreateAsync("w"));
        Assert.Contains("not for elsewhere.test", ConnectionFailure.Describe(api.Configuration, error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checks_nothing_when_told_so()
    {
        using var api = await WidgetApi.NewAsync(
            nameof(Checks_nothing_when_told_so), change: right => right with { CertificateAuthority = null, InsecureSkipTlsVerify = true });
        Assert.NotNull(await api.CreateAsync("w"));
    }
}
