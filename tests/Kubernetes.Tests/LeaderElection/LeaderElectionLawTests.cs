namespace ComputeOperator.Kubernetes.Tests.LeaderElection;

public sealed class LeaderElectionLawTests
{
    /// <summary>
    /// Whatever happens to networks, processes and the lease: never do two lead at one instant (checked at every step and at
    /// the beginning of every term), and once all is well again one does.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Never_two_and_in_the_end_one(int seed)
    {
        var random = new Random(seed);
        await using var election = await Election.NewAsync($"{nameof(Never_two_and_in_the_end_one)}{seed}");
        Candidate[] candidates =
        [
            await election.LeaderAsync("a", TimeSpan.FromMinutes(random.Next(-60, 60))),
            await election.StandbyAsync("b", TimeSpan.FromMinutes(random.Next(-60, 60))),
            await election.StandbyAsync("c", TimeSpan.FromMinutes(random.Next(-60, 60))),
        ];
        for (var i = 0; i < 20; i++)
        {
            await DisturbAsync(election, candidates[random.Next(candidates.Length)], random.Next(8));
            await election.PassAsync(TimeSpan.FromSeconds(random.Next(1, 12)));
        }

        foreach (var candidate in candidates)
        {
            candidate.Resume();
            candidate.Reconnect();
        }

        await election.UntilAsync(() => election.Leaders.Any(), TimeSpan.FromSeconds(20), "one leads");
        var leader = Assert.Single(election.Leaders);
        await election.PassAsync(TimeSpan.FromSeconds(20));
        Assert.Equal([leader], election.Leaders);
    }

    private static async Task DisturbAsync(Election election, Candidate candidate, int how)
    {
        switch (how)
        {
            case 0 or 1:
                candidate.Disconnect();
                break;
            case 2 or 3:
                candidate.Reconnect();
                break;
            case 4:
                candidate.Pause();
                break;
            case 5:
                candidate.Resume();
                break;
            case 6:
                await election.KubectlAsync("delete", "lease", "operator", "--ignore-not-found");
                break;
            default:
                await election.KubectlAsync("label", "lease", "--all", "by=hand", "--overwrite");
                break;
        }
    }
}
