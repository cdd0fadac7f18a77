using ComputeOperator.Kubernetes.LeaderElection;

namespace ComputeOperator.Kubernetes.Tests.LeaderElection;

public sealed class LeaderElectionOptionsTests
{
    private static readonly LeaderElectionOptions Good = new() { LeaseName = "operator", Namespace = "system" };

    [Fact]
    public void The_defaults_are_sound() => Assert.Empty(Good.Problems());

    [Fact]
    public void Two_processes_are_never_the_same() =>
        Assert.NotEqual(Good.Identity, new LeaderElectionOptions { LeaseName = "operator", Namespace = "system" }.Identity);

    [Theory]
    [InlineData(10, 10, 2, "LeaseDuration (10s) must be longer than RenewDeadline (10s).")]
    [InlineData(15, 2.4, 2, "RenewDeadline (2.4s) must be longer than 1.2 times RetryPeriod (2s).")]
    [InlineData(15, 10, 0, "RetryPeriod must be positive, not 0s.")]
    [InlineData(15.5, 10, 2, "LeaseDuration must be whole seconds, not 15.5s: the API has no fractions.")]
    public void Times_that_do_not_fit_are_named(double lease, double renew, double retry, string problem)
    {
        var options = Good with
        {
            LeaseDuration = TimeSpan.FromSeconds(lease),
            RenewDeadline = TimeSpan.FromSeconds(renew),
            RetryPeriod = TimeSpan.FromSeconds(retry),
        };
        Assert.Equal([problem], options.Problems());
    }

    [Fact]
    public void All_problems_are_listed_at_once() =>
        Assert.Equal(
            4, new LeaderElectionOptions { LeaseName = "", Namespace = " ", Identity = "", StopTimeout = TimeSpan.Zero }.Problems().Count());
}
