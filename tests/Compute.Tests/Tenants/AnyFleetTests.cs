using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tests.Tenants;

/// <summary>
/// Any interleaving of users, watches that lag, writes that arrive late or never, operators that die between any two of them, and two
/// that both believe to lead. <see cref="FleetServer"/> fails the test as soon as a place is given twice or a charge is wrong.
/// </summary>
public sealed class AnyFleetTests
{
    public static TheoryData<int> Seeds() => [.. Enumerable.Range(0, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_is_given_or_charged_twice_and_in_the_end_everybody_who_fits_is_in(int seed)
    {
        for (var run = 0; run < 20; run++)
        {
            await new Fleet(new Random((seed * 1000) + run), limitsIn: 3).RunAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nor_is_it_in_a_tenant_that_seldom_has_limits_and_lets_in_by_vouchers(int seed)
    {
        for (var run = 0; run < 40; run++)
        {
            await new Fleet(new Random((seed * 1000) + run), limitsIn: 0).RunAsync();
        }
    }

    private sealed class Fleet
    {
        private readonly Random _random;
        private readonly int _limitsIn;
        private readonly FleetServer _server;
        private readonly FleetOperator[] _operators;
        private readonly List<FleetWrite> _underWay = [];
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        /// <param name="random">Decides everything.</param>
        /// <param name="limitsIn">In how many of four cases a tenant has a quota when it has been made or changed; 0: in few.</param>
        public Fleet(Random random, int limitsIn)
        {
            (_random, _limitsIn) = (random, limitsIn);
            _server = HasLimits()
                ? new(
                    random.Next(4) == 0 ? null : new() { Instances = random.Next(3) == 0 ? null : random.Next(1, 6), Vcpus = random.Next(3) == 0 ? null : new(random.Next(1, 12)) },
                    random.Next(3) == 0 ? random.Next(0, 400) : null)
                : new(null, null);
            _operators = [new(_server), new(_server)];
        }

        public async Task RunAsync()
        {
            for (var moves = _random.Next(20, 150); moves > 0; moves--)
            {
                await MoveAsync();
            }

            await SettleAsync();
            AssertSettled();
        }

        private async Task MoveAsync()
        {
            _now += TimeSpan.FromMilliseconds(_random.Next(0, 700));
            var one = _operators[_random.Next(3) == 0 ? 1 : 0];
            switch (_random.Next(20))
            {
                case 0 or 1: _server.Create($"i-{_random.Next(12)}", AnyType(), _random.Next(4) == 0 ? PowerState.Stopped : PowerState.Running, _now); break;
                case 2: Any(key => _server.Delete(key, _now)); break;
                case 3: Any(key => _server.ChangeSpec(key, spec => spec with { MachineType = AnyType() })); break;
                case 4: Any(key => _server.ChangeSpec(key, spec => spec with { PowerState = (PowerState)_random.Next(3) })); break;
                case 5: Any(key => _server.ChangeSpec(key, spec => spec with { RestartedAt = _now })); break;
                case 6: ChangeTenant(); break;
                case 7: Replace(Array.IndexOf(_operators, one)); break;
                case 8 or 9: one.See(_random.Next(1, 10)); break;
                case 10: one.SeeTenant(); break;
                case 11 or 12 or 13: Begin(one.LookAtTenant(_now, _random.Next(3) > 0)); break;
                case 14 or 15: EndAny(); break;
                default: await LookAtAnyAsync(one, one.Keys); break;
            }
        }

        private void ChangeTenant()
        {
            switch (_random.Next(5))
            {
                case 0: _server.ChangeTenant(spec => spec with { Suspended = !spec.Suspended }); break;
                case 1: _server.ChangeTenant(spec => spec with { Namespaces = spec.Namespaces[0] == "team" ? ["other"] : ["team"] }); break;
                case 2: _server.ChangeTenant(spec => spec with { Quota = HasLimits() ? new() { Instances = _random.Next(0, 7), Vcpus = new(_random.Next(0, 14)) } : null }); break;
                case 3: _server.ChangeTenant(spec => spec with { Credits = HasLimits() && _random.Next(3) > 0 ? new() { Granted = _random.Next(0, 600) } : null }); break;
            }
        }

        private bool HasLimits() => _limitsIn > 0 ? _random.Next(4) < _limitsIn : _random.Next(6) == 0;

        // A process dies; what it has sent may still arrive.
        private void Replace(int index)
        {
            _operators[index].Die();
            _operators[index] = new(_server);
        }

        private async Task LookAtAnyAsync(FleetOperator one, IReadOnlyCollection<ResourceKey> keys)
        {
            if (keys.Count > 0)
            {
                Begin(await one.LookAtAsync(keys.ElementAt(_random.Next(keys.Count)), _now));
            }
        }

        // A write arrives at once, later, or never.
        private void Begin(FleetWrite? write)
        {
            if (write is null)
            {
                return;
            }

            if (_random.Next(3) > 0)
            {
                write.Arrive();
            }
            else
            {
                _underWay.Add(write);
            }
        }

        private void EndAny()
        {
            if (_underWay.Count == 0)
            {
                return;
            }

            var write = _underWay[_random.Next(_underWay.Count)];
            var (isGivenUp, isLost) = (_random.Next(3) == 0, _random.Next(2) == 0);
            if (isGivenUp)
            {
                write.GiveUp();
            }
            else
            {
                write.Arrive();
            }

            // What was given up may arrive all the same, at some time.
            if (!isGivenUp || isLost)
            {
                _underWay.Remove(write);
            }
        }

        // One operator, as it is or started anew. It looks only at what it has a reason to look at, until there is none left.
        private async Task SettleAsync()
        {
            _operators[1].Die();
            if (_random.Next(2) == 0)
            {
                Replace(0);
            }

            var one = _operators[0];
            _server.ChangeTenant(spec => spec with { Suspended = false, Namespaces = ["team"] });
            for (var step = 0; step < 4000; step++)
            {
                _now += TimeSpan.FromMilliseconds(100);
                switch (_random.Next(5))
                {
                    case 0: one.See(_random.Next(1, 10)); break;
                    case 1: one.SeeTenant(); break;
                    case 2: EndAny(); break;
                    case 3 when one.IsTenantDue: Begin(one.LookAtTenant(_now, _random.Next(2) == 0)); break;
                    default: await LookAtAnyAsync(one, one.Due); break;
                }

                if (one.IsUpToDate && !one.IsTenantDue && one.Due.Count == 0 && _underWay.Count == 0)
                {
                    return;
                }
            }

            Assert.Fail("not settled");
        }

        private void AssertSettled()
        {
            var status = _server.Tenant.Status!;
            Assert.Null(status.Ledger?.Pending);
            Assert.All(
                _server.Instances.Where(instance => instance.Status?.Reservation is not null),
                instance => Assert.Contains(instance.Metadata.Uid!, _server.Charged.Keys));
            Assert.Equal(_server.Used.Instances, status.Usage!.Instances.Used.Value);
            Assert.Equal(_server.Used.Vcpus, status.Usage.Vcpus.Used.Value);
            Assert.DoesNotContain(_server.Instances, instance => instance.Metadata.IsDeleting());
            AssertNobodyWaitsInVain();
        }

        // Whoever is out is refused for good, or stands in a line whose first does not fit.
        private void AssertNobodyWaitsInVain()
        {
            var (spec, spent) = (_server.Tenant.Spec, _server.Tenant.Status!.Credits!.Spent);
            var line = _server.Instances
                .Select(instance => (Instance: instance, More: MoreNeededBy(instance)))
                .Where(one => one.More != default)
                .Where(one => FitsAlone(spec.Quota, one.Instance, one.More) && (one.Instance.Status?.Reservation is not null
                    || spec.Credits?.Granted is not { } granted || spent + one.More.Cost <= granted))
                .OrderBy(one => one.Instance.Metadata.CreationTimestamp).ThenBy(one => one.Instance.Metadata.Name, StringComparer.Ordinal)
                .ToList();
            Assert.Equal(line.Count, _server.Tenant.Status.Waiting);
            if (line.Count > 0)
            {
                Assert.False(Fits(spec.Quota, line[0].More, _server.Used), $"{line[0].Instance.Metadata.Name} waits though there is room");
            }
        }

        private static ResourceAmounts MoreNeededBy(Instance instance)
        {
            var has = ResourceAmounts.Of(instance.Status?.Reservation);
            var isOff = instance.Status?.Phase is null or InstancePhase.Provisioning
                || (instance.Status.Phase == InstancePhase.Terminated && instance.Spec.PowerState != PowerState.Stopped)
                || (instance.Status.Phase == InstancePhase.Running && instance.Spec.PowerState == PowerState.Running
                    && instance.Spec.RestartedAt > (instance.Status.ObservedRestartedAt ?? DateTimeOffset.MinValue));
            return isOff ? ResourceAmounts.Max(has, ResourceAmounts.Of(FleetOperator.MachineTypes[instance.Spec.MachineType])) - has : default;
        }

        private static bool FitsAlone(TenantQuota? quota, Instance instance, ResourceAmounts more) =>
            Fits(quota, more, ResourceAmounts.Of(instance.Status?.Reservation));

        private static bool Fits(TenantQuota? quota, ResourceAmounts more, ResourceAmounts used) =>
            (more.Instances == 0 || quota?.Instances is not { } instances || used.Instances + more.Instances <= instances)
            && (more.Vcpus == 0 || quota?.Vcpus is not { } vcpus || used.Vcpus + more.Vcpus <= vcpus.Value);

        private void Any(Action<ResourceKey> change)
        {
            if (_server.Instances.Count > 0)
            {
                change(ResourceKey.Of(_server.Instances.ElementAt(_random.Next(_server.Instances.Count))));
            }
        }

        private string AnyType() => _random.Next(3) == 0 ? "large" : "small";
    }
}
