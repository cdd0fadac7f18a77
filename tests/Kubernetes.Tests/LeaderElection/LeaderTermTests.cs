using ComputeOperator.Kubernetes.LeaderElection;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.LeaderElection;

public sealed class LeaderTermTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private readonly ManualTime _time = new();

    [Fact]
    public void A_term_runs_out_by_itself()
    {
        using var term = Term();
        _time.Advance(Length - TimeSpan.FromMilliseconds(1));
        Assert.True(term.IsValid);
        Assert.False(term.Token.IsCancellationRequested);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(term.IsValid);
        Assert.True(term.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_renewal_counts_from_when_it_was_sent()
    {
        using var term = Term();
        _time.Advance(TimeSpan.FromSeconds(2));
        var sentAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(term.TryProlong(sentAt));

        _time.Advance(TimeSpan.FromSeconds(4.999));
        Assert.True(term.IsValid);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(term.IsValid);
        Assert.True(term.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_term_that_ran_out_never_comes_back()
    {
        using var term = Term();
        _time.Advance(TimeSpan.FromSeconds(9));
        var sentAt = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(term.TryProlong(sentAt));
        Assert.False(term.IsValid);
    }

    [Fact]
    public void An_answer_that_slept_longer_than_the_term_does_not_prolong_it()
    {
        var clock = new OwnClock(_time, TimeSpan.Zero);
        using var term = new LeaderTerm(clock, Length, clock.GetTimestamp());
        var sentAt = clock.GetTimestamp();
        clock.WakeAfter(TimeSpan.FromSeconds(20));

        Assert.False(term.IsValid);
        Assert.False(term.Token.IsCancellationRequested);
        Assert.False(term.TryProlong(sentAt));
        Assert.False(term.IsValid);
    }

    [Fact]
    public void Work_in_flight_may_finish_while_it_is_stopped()
    {
        using var term = Term();
        term.Stop();
        Assert.True(term.Token.IsCancellationRequested);
        Assert.True(term.IsValid);

        term.End();
        Assert.False(term.IsValid);
    }

    private LeaderTerm Term() => new(_time, Length, _time.GetTimestamp());
}
