using ComputeOperator.Kubernetes.LeaderElection;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.LeaderElection;

public sealed class LeaseObservationTests
{
    private readonly ManualTime _time = new();
    private readonly LeaseObservation _observed;

    public LeaseObservationTests() => _observed = new(_time, new() { LeaseName = "l", Namespace = "n", Identity = "me" });

    [Fact]
    public void A_lease_that_was_never_there_is_free()
    {
        _observed.See(null);
        Assert.Equal(TimeSpan.Zero, _observed.UntilFree);
    }

    [Fact]
    public void A_lease_that_nobody_claimed_yet_is_free()
    {
        _observed.See(new LeaseSpec());
        Assert.Equal(TimeSpan.Zero, _observed.UntilFree);
    }

    [Fact]
    public void Ours_is_free_to_us()
    {
        _observed.See(Held("me"));
        Assert.Equal(TimeSpan.Zero, _observed.UntilFree);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(0)]
    [InlineData(3600)]
    public void Waiting_begins_when_a_change_is_seen_whatever_its_author_s_clock_says(int skew)
    {
        _observed.See(Held("other") with { RenewTime = _time.GetUtcNow().AddSeconds(skew) });
        Assert.Equal(TimeSpan.FromSeconds(15), _observed.UntilFree);

        _time.Advance(TimeSpan.FromSeconds(10));
        _observed.See(Held("other") with { RenewTime = _time.GetUtcNow().AddSeconds(skew) });
        Assert.Equal(TimeSpan.FromSeconds(15), _observed.UntilFree);

        _time.Advance(TimeSpan.FromSeconds(10));
        _observed.See(Held("other") with { RenewTime = _time.GetUtcNow().AddSeconds(skew - 10) });
        Assert.Equal(TimeSpan.FromSeconds(5), _observed.UntilFree);
    }

    [Fact]
    public void A_lease_given_back_is_free_at_once()
    {
        _observed.See(Held("other"));
        _observed.See(new LeaseSpec { HolderIdentity = "", LeaseDurationSeconds = 1, RenewTime = _time.GetUtcNow() });
        Assert.Equal(TimeSpan.Zero, _observed.UntilFree);
        Assert.Null(_observed.Holder);
    }

    [Theory]
    [MemberData(nameof(Vacant))]
    public void A_lease_that_vanished_may_have_had_a_holder_until_that_had_time_to_repair_it(string how)
    {
        _observed.See(Held("other"));
        _time.Advance(TimeSpan.FromMinutes(5));
        _observed.See(Vacated(how));
        Assert.Equal(TimeSpan.FromSeconds(15), _observed.UntilFree);
        Assert.Equal("other", _observed.Holder);

        _time.Advance(TimeSpan.FromSeconds(10));
        _observed.See(Vacated(how));
        Assert.Equal(TimeSpan.FromSeconds(5), _observed.UntilFree);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.Zero, _observed.UntilFree);
    }

    [Theory]
    [MemberData(nameof(Vacant))]
    public void So_may_one_that_was_ours_and_was_given_back(string how)
    {
        _observed.See(null);
        _observed.Took();
        Assert.Equal(TimeSpan.Zero, _observed.UntilFree);
        _observed.See(Vacated(how));
        Assert.Equal(TimeSpan.FromSeconds(15), _observed.UntilFree);
        Assert.Equal("", _observed.Holder);
    }

    [Fact]
    public void A_lease_that_came_back_is_its_holder_s()
    {
        _observed.See(Held("other"));
        _observed.See(null);
        _time.Advance(TimeSpan.FromSeconds(10));
        _observed.See(Held("other"));
        Assert.Equal(TimeSpan.FromSeconds(15), _observed.UntilFree);
    }

    [Fact]
    public void A_lease_found_wiped_may_have_had_a_holder()
    {
        _observed.See(Held(""));
        Assert.Equal(TimeSpan.FromSeconds(15), _observed.UntilFree);
    }

    public static TheoryData<string> Vacant() => ["deleted", "emptied", "wiped"];

    private LeaseSpec? Vacated(string how) => how switch
    {
        "deleted" => null,
        "emptied" => new LeaseSpec(),
        _ => Held(""),
    };

    [Theory]
    [InlineData(null, 15)]
    [InlineData(1, 15)]
    [InlineData(-7, 15)]
    [InlineData(60, 60)]
    [InlineData(int.MaxValue, 150)]
    public void A_claimed_duration_is_believed_within_reason(int? claimed, int seconds)
    {
        _observed.See(Held("other") with { LeaseDurationSeconds = claimed });
        Assert.Equal(TimeSpan.FromSeconds(seconds), _observed.UntilFree);
    }

    private LeaseSpec Held(string by) =>
        new() { HolderIdentity = by, LeaseDurationSeconds = 15, RenewTime = _time.GetUtcNow(), LeaseTransitions = 3 };
}
