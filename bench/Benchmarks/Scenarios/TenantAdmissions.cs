using ComputeOperator.Benchmarks.Load;
using ComputeOperator.Benchmarks.Reporting;

namespace ComputeOperator.Benchmarks.Scenarios;

/// <summary>
/// What a tenant with limits costs: Instances let into one that has many already, beside as many of the tenant without limits, whose
/// order changes from round to round so that what drifts meanwhile does not count for one of them.
/// </summary>
internal sealed class TenantAdmissions(World world, Report report)
{
    private const string Limited = "limited";
    private const int Rounds = 2;

    public async Task RunAsync(CancellationToken cancellation)
    {
        await world.Plane.ApplyAsync(
            $$"""
            apiVersion: compute.iaas.dev/v1
            kind: Tenant
            metadata: { name: {{Limited}} }
            spec: { namespaces: ['*'], quota: { instances: 1000000, vcpus: 1000000, memory: 1Ei, disk: 1Ei }, credits: { granted: 1000000000000 } }
            """,
            cancellation);
        var crowd = Math.Max(world.Options.Large, world.Options.Instances);
        await using var running = await world.StartOperatorAsync(events: false, cancellation);
        await FillAsync(crowd, cancellation);
        await running.WaitUntilIdleAsync(cancellation);
        // Not measured: the first life of all would pay for code that is compiled when it is first called.
        await new Round(world, running, null).LifeAsync(world.Options.WarmUp, cancellation);
        for (var i = 0; i < Rounds; i++)
        {
            foreach (var tenant in i % 2 == 0 ? new[] { Limited, null } : [null, Limited])
            {
                var round = new Round(world, running, null) { Tenant = tenant };
                var phases = await round.LifeAsync(world.Options.Instances, cancellation);
                report.Tenants.Add(new(tenant is not null, crowd, phases));
            }
        }
    }

    private async Task FillAsync(int count, CancellationToken cancellation)
    {
        var wave = world.Observer.Follow(new(await world.NewNamespaceAsync(cancellation), LifecyclePhase.Create, 0, count) { Tenant = Limited });
        await world.Users.AskAsync(wave, cancellation);
        await wave.WaitAsync(cancellation);
    }
}
