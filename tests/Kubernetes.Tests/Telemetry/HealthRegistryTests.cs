using System.Net;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Kubernetes.Tests.Telemetry;

public sealed class HealthRegistryTests
{
    private readonly HealthRegistry _health = new();
    private HealthResult _caches = HealthResult.Ok();

    public HealthRegistryTests()
    {
        _health.Add("ping", HealthEndpoints.Live | HealthEndpoints.Ready | HealthEndpoints.Health, () => HealthResult.Ok());
        _health.Add("caches-synced", HealthEndpoints.Ready, () => _caches);
        _health.Add("leader-election", HealthEndpoints.Ready, () => HealthResult.Ok("standby, lease held by b"));
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    [InlineData("/healthz")]
    [InlineData("/readyz/")]
    [InlineData("/readyz/caches-synced")]
    public void A_healthy_answer_is_short(string path) => Assert.Equal(new(HttpStatusCode.OK, "ok"), _health.Answer(path, verbose: false));

    [Fact]
    public void A_verbose_answer_lists_the_checks_of_its_endpoint()
    {
        Assert.Equal(new(HttpStatusCode.OK, "[+]ping ok\nlivez check passed\n"), _health.Answer("/livez", verbose: true));
        Assert.Equal(
            new(HttpStatusCode.OK, "[+]ping ok\n[+]caches-synced ok\n[+]leader-election ok: standby, lease held by b\nreadyz check passed\n"),
            _health.Answer("/readyz", verbose: true));
    }

    [Fact]
    public void A_failure_always_says_why()
    {
        _caches = HealthResult.Failed("instances: connection refused");
        Assert.Equal(
            new(
                HttpStatusCode.InternalServerError,
                "[+]ping ok\n[-]caches-synced failed: instances: connection refused\n[+]leader-election ok: standby, lease held by b\nreadyz check failed\n"),
            _health.Answer("/readyz", verbose: false));
        Assert.Equal(HttpStatusCode.InternalServerError, _health.Answer("/readyz/caches-synced", verbose: false).Status);
        Assert.Equal(HttpStatusCode.OK, _health.Answer("/readyz/ping", verbose: false).Status);
        Assert.Equal(HttpStatusCode.OK, _health.Answer("/livez", verbose: false).Status);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/metrics")]
    [InlineData("/readyz/unknown")]
    [InlineData("/livez/caches-synced")]
    public void Other_paths_are_not_found(string path) => Assert.Equal(HttpStatusCode.NotFound, _health.Answer(path, verbose: false).Status);

    [Fact]
    public void A_name_is_used_once() =>
        Assert.Throws<ArgumentException>(() => _health.Add("ping", HealthEndpoints.Live, () => HealthResult.Ok()));
}
