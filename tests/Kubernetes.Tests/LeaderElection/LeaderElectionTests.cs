using System.Text.RegularExpressions;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Telemetry;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.LeaderElection;

public sealed partial class LeaderElectionTests
{
    [Fact]
    public async Task One_leads_and_renews_and_the_others_stand_by()
    {
        await using var election = await Election.NewAsync(nameof(One_leads_and_renews_and_the_others_stand_by));
        var first = await election.LeaderAsync("first");
        var second = await election.StandbyAsync("second");
        var third = await election.StandbyAsync("third");
        var renewed = await election.LeaseAsync(".spec.renewTime");
        await election.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([first], election.Leaders);
        Assert.Equal("leader", first.Elector.State);
        Assert.Equal(HealthResult.Ok("standby, lease held by first"), second.Elector.Check());
        Assert.Equal((1, 0, 0), (first.Terms, second.Terms, third.Terms));
        Assert.Equal("first 15 0", await election.LeaseAsync(".spec['holderIdentity','leaseDurationSeconds','leaseTransitions']"));
        Assert.Matches(MicroTime(), await election.LeaseAsync(".spec.renewTime"));
        Assert.NotEqual(renewed, await election.LeaseAsync(".spec.renewTime"));
    }

    [Fact]
    public async Task A_quiet_standby_reads_nothing()
    {
        await using var election = await Election.NewAsync(nameof(A_quiet_standby_reads_nothing));
        var leader = await election.LeaderAsync("leader");
        var standby = await election.StandbyAsync("standby");
        var (before, written) = (standby.Network.Sent.Count, leader.Network.Sent.Count);
        await election.PassAsync(TimeSpan.FromSeconds(20));
        Assert.InRange(standby.Network.Sent.Count - before, 0, 2);
        Assert.InRange(leader.Network.Sent.Count - written, 9, 10);
    }

    [Fact]
    public async Task After_a_network_fault_another_leads_and_the_first_can_lead_again()
    {
        await using var election = await Election.NewAsync(nameof(After_a_network_fault_another_leads_and_the_first_can_lead_again));
        var first = await election.LeaderAsync("first");
        var second = await election.StandbyAsync("second");

        first.Disconnect();
        var lost = await election.UntilAsync(() => !first.Leads, TimeSpan.FromSeconds(10.2), "first stops leading");
        Assert.True(first.Term!.Token.IsCancellationRequested);
        Assert.InRange(lost, TimeSpan.FromSeconds(7.5), TimeSpan.FromSeconds(10.2));
        var taken = await election.UntilAsync(() => second.Leads, TimeSpan.FromSeconds(10), "second leads");
        Assert.InRange(lost + taken, TimeSpan.FromSeconds(12.5), TimeSpan.FromSeconds(16));
        Assert.Equal("second 1", await election.LeaseAsync(".spec['holderIdentity','leaseTransitions']"));

        first.Reconnect();
        await election.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("standby, lease held by second", first.Elector.State);
        second.Disconnect();
        await election.UntilAsync(() => first.Leads, TimeSpan.FromSeconds(20), "first leads again");
        Assert.Equal(2, first.Terms);
    }

    [Fact]
    public async Task A_sole_operator_regains_leadership_after_an_hour_without_network()
    {
        await using var election = await Election.NewAsync(nameof(A_sole_operator_regains_leadership_after_an_hour_without_network));
        var sole = await election.LeaderAsync("sole");
        sole.Disconnect();
        await election.UntilAsync(() => !sole.Leads, TimeSpan.FromSeconds(11), "it stops leading");
        sole.Advance(TimeSpan.FromHours(1));
        await election.UntilAsync(
            () => sole.Elector.State.StartsWith($"standby, lease {election.Namespace}/operator out of reach: https://", StringComparison.Ordinal)
                && sole.Elector.State.Contains("injected fault: not sent", StringComparison.Ordinal),
            TimeSpan.FromSeconds(5), "it says why it does not lead");
        Assert.False(sole.Elector.Check().IsHealthy);

        sole.Reconnect();
        await election.UntilAsync(() => sole.Leads, TimeSpan.FromSeconds(3), "it leads again");
        Assert.Equal("sole 0", await election.LeaseAsync(".spec['holderIdentity','leaseTransitions']"));
    }

    [Fact]
    public async Task Requests_that_hang_or_whose_answers_are_lost_end_a_term_in_time()
    {
        await using var election = await Election.NewAsync(nameof(Requests_that_hang_or_whose_answers_are_lost_end_a_term_in_time));
        var first = await election.LeaderAsync("first");
        var second = await election.StandbyAsync("second");
        first.Hang();
        await election.UntilAsync(() => !first.Leads, TimeSpan.FromSeconds(10.2), "first stops leading");
        await election.UntilAsync(() => second.Leads, TimeSpan.FromSeconds(10), "second leads");

        first.Reconnect();
        second.Network.Inject(new Fault.FailAfter(), times: int.MaxValue);
        await election.UntilAsync(() => !second.Leads, TimeSpan.FromSeconds(10.2), "second stops leading");
        await election.UntilAsync(() => first.Leads, TimeSpan.FromSeconds(20), "first leads again");
    }

    [Fact]
    public async Task One_lost_answer_is_no_loss()
    {
        await using var election = await Election.NewAsync(nameof(One_lost_answer_is_no_loss));
        var leader = await election.LeaderAsync("leader");
        for (var i = 0; i < 5; i++)
        {
            leader.Network.Inject(new Fault.FailAfter());
            await election.PassAsync(TimeSpan.FromSeconds(6));
        }

        Assert.Equal(1, leader.Terms);
        Assert.True(leader.Leads);
    }

    [Theory]
    [InlineData(1, -1)]
    [InlineData(-24, 24)]
    public async Task Skewed_clocks_neither_hasten_nor_hinder_a_takeover(int leaderSkew, int standbySkew)
    {
        await using var election = await Election.NewAsync(nameof(Skewed_clocks_neither_hasten_nor_hinder_a_takeover));
        var first = await election.LeaderAsync("first", TimeSpan.FromHours(leaderSkew));
        var second = await election.StandbyAsync("second", TimeSpan.FromHours(standbySkew));
        await election.PassAsync(TimeSpan.FromSeconds(30));
        Assert.True(first.Leads);

        first.Disconnect();
        var taken = await election.UntilAsync(() => second.Leads, TimeSpan.FromSeconds(20), "second leads");
        Assert.InRange(taken, TimeSpan.FromSeconds(12.5), TimeSpan.FromSeconds(16));
    }

    [Fact]
    public async Task A_process_paused_beyond_its_term_knows_before_its_first_write()
    {
        await using var election = await Election.NewAsync(nameof(A_process_paused_beyond_its_term_knows_before_its_first_write));
        var first = await election.LeaderAsync("first");
        var second = await election.StandbyAsync("second");
        var stale = first.Term!;
        first.Pause();
        await election.UntilAsync(() => second.Leads, TimeSpan.FromSeconds(20), "second leads");

        first.Resume();
        Assert.False(stale.IsValid);
        Assert.False(stale.Token.IsCancellationRequested);
        await election.UntilAsync(() => stale.Token.IsCancellationRequested, TimeSpan.FromSeconds(10), "the stale term is cancelled");
        await election.UntilAsync(() => first.Elector.State == "standby, lease held by second", TimeSpan.FromSeconds(5), "first stands by");
    }

    [Fact]
    public async Task A_clean_shutdown_hands_over_at_once()
    {
        await using var election = await Election.NewAsync(nameof(A_clean_shutdown_hands_over_at_once));
        var first = await election.LeaderAsync("first");
        var second = await election.StandbyAsync("second");
        var third = await election.StandbyAsync("third");
        await first.StopAsync();

        Assert.False(first.Leads);
        var began = election.Elapsed;
        await Eventually.Holds(() => second.Leads || third.Leads);
        Assert.Equal(began, election.Elapsed);
        Assert.Equal("1", await election.LeaseAsync(".spec.leaseTransitions"));
    }

    [Fact]
    public async Task Credentials_that_cannot_be_had_at_shutdown_do_not_make_it_fail()
    {
        await using var election = await Election.NewAsync(nameof(Credentials_that_cannot_be_had_at_shutdown_do_not_make_it_fail));
        var first = await election.LeaderAsync("first");
        first.Network.Inject(new Fault.FailBefore(new KubernetesConfigurationException("the credential program has gone")), times: int.MaxValue);

        await first.StopAsync();

        Assert.False(first.Leads);
    }

    [Fact]
    public async Task A_standby_that_may_not_watch_takes_over_within_the_retry_period()
    {
        await using var election = await Election.NewAsync(nameof(A_standby_that_may_not_watch_takes_over_within_the_retry_period));
        var first = await election.LeaderAsync("first");
        var second = election.Candidate("second");
        second.Network.Inject(new Fault.Answer(403), FaultyTransport.IsWatch, int.MaxValue);
        second.Start();
        await election.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("standby, lease held by first", second.Elector.State);
        await first.StopAsync();
        await election.UntilAsync(() => second.Leads, TimeSpan.FromSeconds(2.1), "second leads");
    }

    [Fact]
    public async Task Shutdown_waits_for_the_work_and_then_gives_the_lease_back()
    {
        await using var election = await Election.NewAsync(nameof(Shutdown_waits_for_the_work_and_then_gives_the_lease_back));
        var finish = new TaskCompletionSource();
        var first = election.Candidate("first");
        first.Work = _ => finish.Task;
        first.Start();
        await election.UntilAsync(() => first.Leads, TimeSpan.FromSeconds(3), "first leads");
        var second = await election.StandbyAsync("second");

        var stopping = first.StopAsync();
        await election.PassAsync(TimeSpan.FromSeconds(3));
        Assert.True(first.Term!.Token.IsCancellationRequested);
        Assert.True(first.Term.IsValid);
        Assert.False(stopping.IsCompleted);
        Assert.Equal("first", await election.LeaseAsync(".spec.holderIdentity"));

        finish.SetResult();
        await stopping;
        await election.UntilAsync(() => second.Leads, TimeSpan.FromSeconds(2.1), "second leads");
    }

    [Fact]
    public async Task Work_that_does_not_stop_keeps_the_lease_until_it_expires()
    {
        await using var election = await Election.NewAsync(nameof(Work_that_does_not_stop_keeps_the_lease_until_it_expires));
        var first = election.Candidate("first");
        first.Work = _ => new TaskCompletionSource().Task;
        first.Start();
        await election.UntilAsync(() => first.Leads, TimeSpan.FromSeconds(3), "first leads");

        var stopping = first.StopAsync();
        await election.UntilAsync(() => stopping.IsCompleted, TimeSpan.FromSeconds(11), "first gives up waiting");
        await Assert.ThrowsAsync<TimeoutException>(() => stopping);
        Assert.False(first.Leads);
        Assert.Equal("first", await election.LeaseAsync(".spec.holderIdentity"));
    }

    [Fact]
    public async Task Work_that_ends_by_itself_gives_the_lease_back()
    {
        await using var election = await Election.NewAsync(nameof(Work_that_ends_by_itself_gives_the_lease_back));
        var first = election.Candidate("first");
        first.Work = _ => Task.CompletedTask;
        await first.Start().Running;
        Assert.Equal("", await election.LeaseAsync(".spec.holderIdentity"));

        var second = election.Candidate("second");
        second.Work = _ => throw new InvalidOperationException("broken");
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => second.Start().Running);
        Assert.Equal("broken", thrown.Message);
        Assert.Equal(" 1 1", await election.LeaseAsync(".spec['holderIdentity','leaseDurationSeconds','leaseTransitions']"));
    }

    [Fact]
    public async Task A_lease_deleted_by_hand_is_made_again_by_its_holder()
    {
        await using var election = await Election.NewAsync(nameof(A_lease_deleted_by_hand_is_made_again_by_its_holder));
        var first = await election.LeaderAsync("first");
        var second = await election.StandbyAsync("second");
        for (var i = 0; i < 3; i++)
        {
            await election.KubectlAsync("delete", "lease", "operator");
            await election.PassAsync(TimeSpan.FromSeconds(20));
        }

        Assert.Equal((1, 0), (first.Terms, second.Terms));
        Assert.Equal("first", await election.LeaseAsync(".spec.holderIdentity"));
    }

    [Theory]
    [InlineData("""{"spec":{"holderIdentity":"nobody","leaseDurationSeconds":2147483647,"leaseTransitions":2147483647}}""", false)]
    [InlineData("""{"spec":null}""", true)]
    [InlineData("""{"spec":{"holderIdentity":"","renewTime":null}}""", true)]
    [InlineData("""{"spec":{"renewTime":"0000-01-01T00:00:00.000000Z","acquireTime":"0000-01-01T00:00:00.000000Z"}}""", true)]
    [InlineData("""{"metadata":{"labels":{"hand":"made"}}}""", true)]
    public async Task A_lease_edited_to_nonsense_is_repaired(string edit, bool keepsLeading)
    {
        await using var election = await Election.NewAsync(nameof(A_lease_edited_to_nonsense_is_repaired));
        var first = await election.LeaderAsync("first");
        var second = await election.StandbyAsync("second");
        await election.KubectlAsync("patch", "lease", "operator", "--type=merge", "-p", edit);
        await election.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(keepsLeading, first.Leads);
        Assert.False(second.Leads);

        await election.UntilAsync(() => election.Leaders.Any(), TimeSpan.FromSeconds(155), "one leads");
        await election.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(Assert.Single(election.Leaders).Name, await election.LeaseAsync(".spec.holderIdentity"));
        Assert.Equal("15", await election.LeaseAsync(".spec.leaseDurationSeconds"));
    }

    [Fact]
    public async Task A_storm_of_conflicts_is_survived_while_the_term_lasts()
    {
        await using var election = await Election.NewAsync(nameof(A_storm_of_conflicts_is_survived_while_the_term_lasts));
        var first = await election.LeaderAsync("first");
        var second = await election.StandbyAsync("second");
        first.Network.Inject(new Fault.Answer(409), request => request.Method == HttpMethod.Patch, times: 7);
        await election.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(1, first.Terms);

        first.Network.Inject(new Fault.Answer(409), request => request.Method == HttpMethod.Patch, int.MaxValue);
        await election.UntilAsync(() => second.Leads, TimeSpan.FromSeconds(20), "second leads");
        first.Network.Heal();
        await election.PassAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("standby, lease held by second", first.Elector.State);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
    private static partial Regex MicroTime();
}
