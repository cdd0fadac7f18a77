using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tests.Tenants;

public sealed class TenantAccessTests
{
    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("team-a", "team-a", true)]
    [InlineData("team-a", "team-ab", false)]
    [InlineData("team-a", "team", false)]
    [InlineData("team-a-*", "team-a-web", true)]
    [InlineData("team-a-*", "team-a-", true)]
    [InlineData("team-a-*", "team-a", false)]
    [InlineData("team-a-*", "team-ab", false)]
    [InlineData("team-a-*", "x-team-a-web", false)]
    public void A_namespace_is_listed_by_name_by_prefix_or_with_all(string pattern, string ns, bool expected)
    {
        Assert.Equal(expected, TenantAccess.Lists([pattern], ns));
        Assert.Equal(expected, TenantAccess.Lists(["other", pattern], ns));
    }

    [Fact]
    public void The_first_reason_that_somebody_must_act_on_is_named()
    {
        var tenant = ABook.Tenant(namespaces: ["team-a", "team-b-*"]);

        Assert.Null(TenantAccess.RefusalOf(tenant, "acme", "team-a"));
        Assert.Equal(
            new(RefusalReason.NamespaceNotAllowed, "Tenant 'acme' does not list namespace 'team-c'; allowed: team-a, team-b-*"),
            TenantAccess.RefusalOf(tenant, "acme", "team-c"));
        Assert.Equal(
            new(RefusalReason.TenantSuspended, "Tenant 'acme' is suspended; its instances stay off until that is lifted"),
            TenantAccess.RefusalOf(tenant with { Spec = tenant.Spec with { Suspended = true } }, "acme", "team-c"));
        Assert.Equal(
            new(RefusalReason.TenantSuspended, "Tenant 'acme' is suspended; its instances stay off until that is lifted"),
            TenantAccess.RefusalOf(Deleted(tenant with { Spec = tenant.Spec with { Suspended = true } }), "acme", "team-c"));
        Assert.Equal(
            new(RefusalReason.TenantNotFound, "spec.tenant: Tenant 'acme' is being deleted"),
            TenantAccess.RefusalOf(Deleted(tenant), "acme", "team-a"));
        Assert.Equal(new(RefusalReason.TenantNotFound, "spec.tenant: no Tenant 'acme'"), TenantAccess.RefusalOf(null, "acme", "team-a"));
    }

    [Fact]
    public void Of_many_namespaces_the_first_are_named()
    {
        var tenant = ABook.Tenant(namespaces: [.. Enumerable.Range(0, 256).Select(i => $"team-{i}")]);

        Assert.EndsWith("; allowed: team-0, team-1, team-2, team-3, team-4, team-5, team-6, team-7, team-8, team-9, …", TenantAccess.RefusalOf(tenant, "acme", "other")!.Message, StringComparison.Ordinal);
    }

    private static Tenant Deleted(Tenant tenant) => tenant with { Metadata = tenant.Metadata with { DeletionTimestamp = default(DateTimeOffset) } };
}
