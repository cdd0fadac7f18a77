using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tests.Tenants;

/// <summary>A tenant without limits lets in at once, and charges afterwards.</summary>
public sealed class VoucherTests
{
    [Fact]
    public void Without_limits_the_first_is_let_in_by_the_tenant_and_the_others_at_once()
    {
        var book = new ABook(ABook.Tenant());
        Assert.IsType<Admission.Undecided>(book.Ask("first", 1));
        Assert.Equal(OpenVouchers.Stock, book.Look().Vouchers.Count);
        book.Show("first");

        var second = book.LetIn("second", 2);
        Assert.Equal((32, second.Voucher), (second.Credits, book.LetIn("second", 2).Voucher));
        Assert.NotEqual(second.Voucher, book.LetIn("third", 1).Voucher);
        Assert.False(book.IsAwaited);
    }

    [Fact]
    public void Who_shows_a_voucher_is_charged_once_in_the_order_of_admission()
    {
        var book = Open();
        book.Show("one", book.LetIn("one", 1));
        book.Show("two", book.LetIn("two", 2));
        var plan = book.Look();

        Assert.Equal([("one", 22, 22), ("two", 32, 44)], plan.Charges.Select(c => (c.Key.Name, (int)c.Credits, (int)c.SpentBefore)));
        Assert.All(plan.Charges, charge => Assert.True(charge.LetInAt > charge.Created));
        Assert.False(plan.IsUrgent);
        Assert.Equal((76, 0), (plan.Status.Credits!.Spent, book.Look().Charges.Count));
        Assert.Equal("3", plan.Status.Usage!.Instances.Summary);
    }

    [Fact]
    public void Who_asked_for_more_before_it_was_shown_is_charged_for_that()
    {
        var book = Open();
        var before = book.LetIn("one", 1);
        var after = book.LetIn("one", 4);
        book.Show("one", after);

        Assert.Equal((before.Voucher, 52), (after.Voucher, (int)Assert.Single(book.Look().Charges).Credits));
    }

    [Fact]
    public void Who_comes_when_all_are_given_away_waits_for_the_tenant()
    {
        var book = Open();
        foreach (var number in Enumerable.Range(0, OpenVouchers.Stock))
        {
            book.LetIn($"i-{number}", 1);
        }

        Assert.IsType<Admission.Undecided>(book.Ask("late", 1));
        Assert.True(book.IsAwaited);
        Assert.Equal("late", Assert.Single(book.Look().Grants).Request.Key.Name);
        book.LetIn("later", 1);
    }

    [Fact]
    public void Nobody_is_let_in_by_one_once_there_are_limits_and_those_under_way_count()
    {
        var book = Open();
        book.LetIn("one", 1);
        book.ChangeTenant(spec => spec with { Quota = new() { Instances = 2 } });
        var plan = book.Look();
        var under = book.LetIn("one", 1);

        Assert.Equal($"{under.Voucher}", plan.Status.Ledger!.Vouchers);
        Assert.Equal("2/2", plan.Status.Usage!.Instances.Summary);
        Assert.IsType<Admission.Undecided>(book.Ask("two", 1));
        book.Look();
        Assert.IsType<Admission.Waiting>(book.Ask("two", 1));
        book.Show("one", under);
        Assert.Equal(22, Assert.Single(book.Look().Charges).Credits);
        Assert.Null(book.Current.Status!.Ledger!.Vouchers);
    }

    [Fact]
    public void An_operator_that_starts_issues_none_before_somebody_comes_and_uses_none_of_another()
    {
        var before = Open();
        var given = before.LetIn("one", 1);
        var after = new ABook(before.Current);
        after.Ask("one", 1);
        after.Show("one", given);
        var charged = after.Look();
        Assert.Equal((1, OpenVouchers.Stock), (charged.Charges.Count, charged.Vouchers.Count));

        var third = new ABook(after.Current);
        Assert.Empty(third.Look().Vouchers);
        Assert.Equal(after.Current.Status!.Ledger, third.Current.Status!.Ledger);
        Assert.IsType<Admission.Undecided>(third.Ask("two", 1));
    }

    [Fact]
    public void Those_issued_by_a_write_whose_answer_was_lost_are_given_to_nobody()
    {
        var book = new ABook(ABook.Tenant());
        book.Ask("first", 1);
        book.LookLosingTheAnswer();
        Assert.IsType<Admission.Undecided>(book.Ask("second", 1));
        book.Look();
        Assert.True(book.LetIn("third", 1).Voucher > LastOf(new OpenVouchers(book.Current.Status!.Ledger)) - OpenVouchers.Stock);
    }

    [Fact]
    public void A_tenant_of_the_same_name_has_its_own()
    {
        var book = Open();
        book.LetIn("under-way", 1);
        book.Replace(ABook.Tenant() with { Metadata = new() { Name = "acme", Uid = "another", ResourceVersion = "1", Generation = 1 } });
        Assert.IsType<Admission.Undecided>(book.Ask("one", 1));
        Assert.IsType<Admission.Undecided>(book.Ask("under-way", 1));
    }

    [Fact]
    public void Who_leaves_before_it_is_charged_waits_for_that()
    {
        var book = Open();
        book.Show("one", book.LetIn("one", 1));
        Assert.False(book.IsAwaited);
        book.Delete("one");

        Assert.True(book.IsAwaited);
        Assert.False(book.LetsGo("one"));
        var plan = book.Look();
        Assert.True(plan.IsUrgent);
        Assert.True(Assert.Single(plan.Charges).IsLeaving);
        Assert.True(book.LetsGo("one"));
        book.Look();
        Assert.False(book.IsAwaited);
    }

    [Fact]
    public void Who_has_gone_before_it_is_charged_is_charged_all_the_same_and_keeps_nobody_waiting()
    {
        var book = Open();
        book.Show("one", book.LetIn("one", 1));
        book.Delete("one");
        book.Remove("one");

        Assert.False(book.IsAwaited);
        var plan = book.Look();
        Assert.Equal(("one", false), (Assert.Single(plan.Charges).Key.Name, plan.IsUrgent));
    }

    [Fact]
    public void What_another_leader_gave_up_is_given_to_nobody()
    {
        var book = Open();
        var ledger = new TenantLedger { LastVoucher = LastOf(new OpenVouchers(book.Current.Status!.Ledger)) + 500 };
        book.Replace(book.Current with { Status = book.Current.Status with { Ledger = ledger } });
        Assert.IsType<Admission.Undecided>(book.Ask("one", 1));
    }

    [Fact]
    public void A_ledger_that_was_wiped_keeps_nobody_from_leaving_once_it_is_known_to_be()
    {
        var book = Open();
        book.Show("one", book.LetIn("one", 1));
        book.Delete("one");
        book.WipeStatus(version: 5);
        Assert.False(book.LetsGo("one"));
        book.WipeStatus(version: 500);
        Assert.True(book.LetsGo("one"));
        Assert.True(book.LetsGoWithoutTenant("one"));
    }

    [Fact]
    public void Credits_that_somebody_made_up_are_charged_within_reason()
    {
        var book = Open();
        book.Show("one", book.LetIn("one", 1) with { Credits = long.MaxValue });
        book.Show("two", book.LetIn("two", 1) with { Credits = -1 });
        Assert.Equal([CreditCost.Most, 0], book.Look().Charges.Select(charge => charge.Credits));
    }

    [Fact]
    public void Who_knows_the_instances_as_they_were_before_there_were_limits_decides_nothing()
    {
        var tenant = Open().Current with { Metadata = new() { Name = "acme", ResourceVersion = "77" } };
        Assert.NotEqual("77", TenantBook.NewestSeen(tenant));
        Assert.Equal("77", TenantBook.NewestSeen(tenant with { Spec = tenant.Spec with { Credits = new() { Granted = 1 } } }));

        var book = Open();
        book.Show("one", book.LetIn("one", 1));
        var shown = book.VersionOf("one");
        book.Look();
        Assert.Equal(shown, TenantBook.NewestSeen(book.Current));
    }

    [Theory]
    [InlineData("5-7 9 12-13", new long[] { 5, 6, 7, 9, 12, 13 })]
    [InlineData("4", new long[] { 4 })]
    [InlineData("", new long[0])]
    [InlineData("nonsense 3", new long[] { 3 })]
    public void They_are_written_as_ranges(string text, long[] numbers)
    {
        var ledger = new TenantLedger { Vouchers = text, LastVoucher = 20 };
        var open = new OpenVouchers(ledger);
        Assert.Equal(numbers, Enumerable.Range(0, 21).Select(number => (long)number).Where(open.Contains));
        Assert.Equal(numbers.Length == 0 ? null : text.Replace("nonsense ", "", StringComparison.Ordinal), open.PutInto(ledger).Vouchers);
    }

    [Fact]
    public void There_are_never_more_than_a_ledger_can_hold()
    {
        var open = new OpenVouchers(new() { Vouchers = "1-9000000000000000", LastVoucher = 8_000_000_000_000_000 });
        open.Issue(OpenVouchers.Most, default);
        var text = open.PutInto(new()).Vouchers!;
        Assert.True(text.Length < 100, text);
        Assert.True(open.Contains(8_000_000_000_000_001));
        Assert.Empty(new OpenVouchers(new() { LastVoucher = TenantLedger.LargestVoucher }).Issue(1, default));

        var holes = string.Join(' ', Enumerable.Range(1, OpenVouchers.Most).Select(n => $"{1_767_225_604_000 + (2 * n)}"));
        var torn = new OpenVouchers(new() { Vouchers = holes, LastVoucher = 1_767_225_604_000 + (2 * OpenVouchers.Most) });
        torn.Issue(1, default);
        Assert.InRange(torn.PutInto(new()).Vouchers!.Length, TenantLedger.LongestVouchers / 2, TenantLedger.LongestVouchers);
    }

    private static ABook Open()
    {
        var book = new ABook(ABook.Tenant());
        book.Ask("first", 1);
        book.Look();
        book.Show("first");
        book.Look();
        return book;
    }

    private static long LastOf(OpenVouchers open) => open.PutInto(new()).LastVoucher!.Value;
}
