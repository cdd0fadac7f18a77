using System.Reflection;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Compute.Tests.Tenants;

/// <summary>What somebody writes into one status must not keep the rest of the tenant out.</summary>
public sealed class MadeUpFiguresTests
{
    private static readonly string EntryPattern = typeof(LedgerEntry).GetCustomAttribute<WrittenAsTextAttribute>()!.RegexPattern;

    [Theory]
    [InlineData(-5, "1", 22)]
    [InlineData(int.MaxValue, "1", 22)]
    [InlineData(1, "1", -1)]
    [InlineData(1, "1", long.MaxValue)]
    [InlineData(1, "5e28", 22)]
    [InlineData(1, "1e30", 22)]
    public void A_reservation_that_is_made_up_keeps_nobody_out(int instances, string amount, long credits)
    {
        var quantity = Quantity.Parse(amount);
        var madeUp = new InstanceReservation { Instances = instances, Vcpus = quantity, Memory = quantity, Disk = quantity, Credits = credits };
        var book = new ABook(ABook.Tenant(granted: 1_000_000));
        foreach (var name in new[] { "one", "two" })
        {
            book.Ask(name, 1);
            book.Look();
            book.Show(name);
            book.Change(name, instance => instance with { Status = new() { Reservation = madeUp } });
        }

        book.Ask("one", 2);
        book.Ask("next", 1);
        var plan = book.Look();
        Assert.Contains(plan.Grants, grant => grant.Request.Key.Name == "next");
        CheckWritable(plan.Status);

        book.Remove("one");
        book.Remove("two");
        Assert.Equal("1", book.Look().Status.Usage!.Vcpus.Summary);
    }

    [Fact]
    public void A_machine_that_is_made_up_costs_no_more_than_any_can()
    {
        var book = new ABook(ABook.Tenant());
        book.Ask("odd", new ResourceAmounts(1, Quantity.Most, Quantity.Most, Quantity.Most));
        book.Ask("next", 1);
        var plan = book.Look();
        Assert.Equal([CreditCost.Most, 22], plan.Grants.Select(grant => grant.Cost).OrderDescending());
        CheckWritable(plan.Status);
    }

    [Theory]
    [InlineData(long.MaxValue, 100, false)]
    [InlineData(long.MaxValue, null, true)]
    [InlineData(-1000, 10, false)]
    public void Credits_that_are_made_up_are_not_given_away(long spent, int? granted, bool isLetIn)
    {
        var book = new ABook(ABook.Tenant(granted: granted) with { Status = new() { Credits = new() { Spent = spent } } });
        book.Ask("next", 1);
        var plan = book.Look();
        Assert.Equal(isLetIn, plan.Grants.Count == 1);
        Assert.InRange(plan.Status.Credits!.Spent, Math.Max(0, Math.Min(spent, TenantCreditsStatus.MostSpent)), TenantCreditsStatus.MostSpent);
    }

    private static void CheckWritable(TenantStatus status)
    {
        var usage = status.Usage!;
        Assert.All(
            new[] { usage.Instances, usage.Vcpus, usage.Memory, usage.Disk }, item => Assert.Matches(Quantity.NonNegativePattern, item.Used.ToString()));
        Assert.All(status.Ledger!.Pending!.Values, entry => Assert.Matches(EntryPattern, entry.ToString()));
        Assert.InRange(status.Credits!.Spent, 0, TenantCreditsStatus.MostSpent);
    }
}
