using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tests.Tenants;

public sealed class TenantBookTests
{
    [Fact]
    public void Who_fits_is_let_in_oldest_first_and_charged_in_that_order()
    {
        var book = new ABook(ABook.Tenant(new() { Instances = 2 }, granted: 100));
        Assert.IsType<Admission.Undecided>(book.Ask("young", 1, age: 1));
        book.Ask("old", 2, age: 2);
        book.Ask("youngest", 1);
        var plan = book.Look();

        Assert.Equal([("old", 32, 0), ("young", 22, 32)], plan.Grants.Select(g => (g.Request.Key.Name, (int)g.Cost, (int)g.SpentBefore)));
        Assert.IsType<Admission.Reserved>(book.Ask("old", 2));
        Assert.Equal("needs 1 instance, 2 of 2 in use", Assert.IsType<Admission.Waiting>(book.Ask("youngest", 1)).Message);
        Assert.Equal((54, 46), (plan.Status.Credits!.Spent, plan.Status.Credits.Available));
        Assert.Equal("2/2", plan.Status.Usage!.Instances.Summary);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_was_let_in_by_a_write_whose_answer_was_lost_is_told_so(bool waited)
    {
        var book = new ABook(ABook.Tenant(new() { Vcpus = new(8) }, granted: 1000));
        book.Ask("first", 8);
        book.Look();
        book.Show("first");
        book.Ask("second", 8);
        if (waited)
        {
            book.Look();
        }

        book.Remove("first");
        book.LookLosingTheAnswer();
        var plan = book.Look();

        Assert.Empty(plan.Grants);
        Assert.Equal(["second"], plan.Told.Select(key => key.Name));
        Assert.Empty(book.Look().Told);
        Assert.IsType<Admission.Reserved>(book.Ask("second", 8));
    }

    [Fact]
    public void A_large_one_at_the_head_is_not_overtaken_by_small_ones_that_would_fit()
    {
        var book = new ABook(ABook.Tenant(new() { Vcpus = new(8) }));
        book.Ask("first", 6, age: 9);
        book.Ask("large", 4, age: 8);
        book.Ask("small", 1, age: 7);
        book.Look();

        Assert.Equal("needs 4 vcpus, 6 of 8 in use", Assert.IsType<Admission.Waiting>(book.Ask("large", 4)).Message);
        Assert.Equal(
            "there is room for it, but older instances of the tenant wait for more and come first",
            Assert.IsType<Admission.Waiting>(book.Ask("small", 1)).Message);
        book.Show("first");
        book.Remove("first");

        Assert.Equal(["large", "small"], book.Look().Grants.Select(g => g.Request.Key.Name));
    }

    [Fact]
    public void One_that_cannot_be_read_gets_no_place_in_line_until_it_is_mended()
    {
        var book = new ABook(ABook.Tenant(new() { Vcpus = new(8) }));
        book.Ask("first", 8);
        book.Look();
        book.Ask("broken", 8);
        book.Ask("later", 8);
        book.WithdrawAndAsk("broken", 8);
        book.Show("first");
        book.Remove("first");

        Assert.Equal(["later"], book.Look().Grants.Select(g => g.Request.Key.Name));
        book.Change("broken", instance => instance);
        book.Ask("broken", 8);
        book.Look();
        Assert.Equal(1, book.Waiting);
    }

    [Fact]
    public void One_that_has_gone_gets_no_place_in_line_by_an_old_copy_of_it()
    {
        var book = new ABook(ABook.Tenant(new() { Vcpus = new(8) }));
        book.Ask("first", 8);
        book.Look();
        book.Ask("gone", 1);
        book.RemoveAndAsk("gone", 1);

        Assert.Empty(book.Look().Grants);
        Assert.Equal(0, book.Waiting);
        book.Show("first");
        book.Remove("first");
        Assert.Empty(book.Look().Grants);
    }

    [Fact]
    public void What_can_never_fit_holds_nobody_up_and_says_so()
    {
        var book = new ABook(ABook.Tenant(new() { Vcpus = new(8) }));
        book.Ask("never", 9, age: 2);
        book.Ask("fits", 8, age: 1);

        Assert.Equal(["fits"], book.Look().Grants.Select(g => g.Request.Key.Name));
        Assert.Equal(
            new Admission.Refused(RefusalReason.QuotaExceeded, "needs 9 vcpus, more than the whole quota of 8"), book.Ask("never", 9));
    }

    [Fact]
    public void What_costs_too_much_holds_nobody_up_and_is_let_in_once_the_grant_is_raised()
    {
        var book = new ABook(ABook.Tenant(granted: 30));
        book.Ask("dear", 4, age: 2);
        book.Ask("cheap", 1, age: 1);

        Assert.Equal(["cheap"], book.Look().Grants.Select(g => g.Request.Key.Name));
        Assert.Equal(new Admission.Refused(RefusalReason.CreditsExhausted, "costs 52 credits, 30 of 30 are left"), book.Ask("dear", 4));
        book.ChangeTenant(spec => spec with { Credits = new() { Granted = 74 } });

        Assert.Equal(["dear"], book.Look().Grants.Select(g => g.Request.Key.Name));
        Assert.Equal(0, book.Current.Status!.Credits!.Available);
    }

    [Fact]
    public void Who_waits_behind_others_hears_that_there_are_no_credits_for_it_any_more()
    {
        var book = new ABook(ABook.Tenant(new() { Vcpus = new(8) }, granted: 230));
        book.Ask("first", 8, age: 4);
        book.Ask("second", 8, age: 3);
        book.Ask("third", 1, age: 2);
        book.Ask("dear", 8, age: 1);
        book.Look();
        book.Show("first");
        Assert.Equal(3, book.Waiting);
        book.Remove("first");
        var plan = book.Look();

        Assert.Equal(["second"], plan.Grants.Select(g => g.Request.Key.Name));
        Assert.Contains(new("team", "dear"), plan.Told);
        Assert.Equal(new Admission.Refused(RefusalReason.CreditsExhausted, "costs 92 credits, 46 of 230 are left"), book.Ask("dear", 8));
        Assert.Equal(1, book.Waiting);
    }

    [Fact]
    public void An_instance_that_goes_before_it_shows_what_it_was_charged_for_is_not_charged_by_who_still_knows_it()
    {
        var book = new ABook(ABook.Tenant(new() { Vcpus = new(8) }));
        book.Ask("short", 8);
        book.Look();
        book.Remove("short");
        book.Look();

        Assert.Null(book.Current.Status!.Ledger?.Pending);
        Assert.Equal(book.Newest, TenantBook.NewestSeen(book.Current));
    }

    [Fact]
    public void A_quota_that_is_lowered_below_what_is_used_takes_nothing_back_and_lets_nothing_in()
    {
        var book = new ABook(ABook.Tenant(new() { Instances = 3 }));
        book.Ask("a", 1);
        book.Ask("b", 1);
        book.Look();
        book.ChangeTenant(spec => spec with { Quota = new() { Instances = 1 } });
        book.Ask("c", 1);
        var plan = book.Look();

        Assert.Empty(plan.Grants);
        Assert.IsType<Admission.Reserved>(book.Ask("a", 1));
        Assert.Equal("needs 1 instance, 2 of 1 in use", Assert.IsType<Admission.Waiting>(book.Ask("c", 1)).Message);
        var exceeded = plan.Status.Conditions!.Single(c => c.Type == TenantConditions.QuotaExceeded);
        Assert.Equal((ConditionStatus.True, "OverQuota"), (exceeded.Status, exceeded.Reason));
        Assert.Equal("instances: 2 in use, 1 allowed; nothing is stopped for it, and nothing is let in", exceeded.Message);
    }

    [Fact]
    public void Growing_costs_no_credits_and_counts_once()
    {
        var book = new ABook(ABook.Tenant(new() { Vcpus = new(4) }));
        book.Ask("a", 1);
        book.Look();
        book.Show("a");
        book.Ask("a", 4);
        var grant = Assert.Single(book.Look().Grants);

        Assert.Equal(0, grant.Cost);
        Assert.Equal("4/4", book.Current.Status!.Usage!.Vcpus.Summary);
        Assert.Equal("1", book.Current.Status.Usage.Instances.Summary);
        Assert.Equal(22, book.Current.Status.Credits!.Spent);
    }

    [Fact]
    public void What_is_given_back_does_not_come_again_while_the_ledger_still_names_it()
    {
        var book = new ABook(ABook.Tenant(new() { Vcpus = new(4) }));
        book.Ask("a", 4);
        book.Look();
        book.Show("a");
        book.Ask("a", 4);
        book.Change("a", instance => instance with { Status = new() { Reservation = new ResourceAmounts(1, 1, 1, 1).ToReservation(52) } });

        Assert.NotNull(book.Current.Status!.Ledger!.Pending);
        Assert.Equal(1, book.Ask("a", 1).Has!.Vcpus.Value);
        Assert.Equal("1/4", book.Look().Status.Usage!.Vcpus.Summary);
    }

    [Fact]
    public void What_was_spent_is_kept_after_the_instance_is_gone_and_its_place_is_free()
    {
        var book = new ABook(ABook.Tenant(new() { Instances = 1 }));
        book.Ask("a", 1);
        book.Look();
        book.Show("a");
        book.Look();
        Assert.Null(book.Current.Status!.Ledger!.Pending);
        book.Remove("a");
        book.Ask("a", 1);
        book.Look();

        Assert.Equal(44, book.Current.Status.Credits!.Spent);
        Assert.Equal("1/1", book.Current.Status.Usage!.Instances.Summary);
    }

    [Fact]
    public void A_reservation_that_somebody_wipes_is_still_taken_and_not_charged_again()
    {
        var book = new ABook(ABook.Tenant(new() { Instances = 1 }));
        book.Ask("a", 1);
        book.Look();
        book.Show("a");
        book.Look();
        book.Change("a", instance => instance with { Status = null });

        Assert.IsType<Admission.Reserved>(book.Ask("a", 1));
        Assert.Empty(book.Look().Grants);
        Assert.Equal(22, book.Current.Status!.Credits!.Spent);
    }

    [Fact]
    public void Numbers_are_not_told_anew_each_time_they_change()
    {
        var book = new ABook(ABook.Tenant(new() { Vcpus = new(4) }));
        book.Ask("a", 2, age: 9);
        book.Ask("b", 1, age: 8);
        book.Ask("waits", 4, age: 7);
        Assert.Equal(["waits"], book.Look().Told.Select(key => key.Name));
        book.Show("b");
        book.Remove("b");

        Assert.Empty(book.Look().Told);
        Assert.Equal("needs 4 vcpus, 3 of 4 in use", Assert.IsType<Admission.Waiting>(book.Ask("waits", 4)).Message);
        book.ChangeTenant(spec => spec with { Quota = new() { Vcpus = new(5) } });
        Assert.Equal(["waits"], book.Look().Told.Select(key => key.Name));
        Assert.Equal("needs 4 vcpus, 2 of 5 in use", Assert.IsType<Admission.Waiting>(book.Ask("waits", 4)).Message);
    }

    [Fact]
    public void The_ledger_holds_only_what_is_under_way()
    {
        var book = new ABook(ABook.Tenant(granted: 1_000_000));
        for (var i = 0; i < 250; i++)
        {
            book.Ask($"i-{i:000}", 1, age: 250 - i);
        }

        var first = book.Look();
        Assert.Equal(100, first.Grants.Count);
        Assert.IsType<Admission.Undecided>(book.Ask("i-100", 1));
        foreach (var grant in first.Grants)
        {
            book.Show(grant.Request.Key.Name);
        }

        var second = book.Look();
        Assert.Equal(("i-100", 100), (second.Grants[0].Request.Key.Name, second.Status.Ledger!.Pending!.Count));
    }

    [Theory]
    [InlineData(49, false)]
    [InlineData(50, true)]
    public void Grants_are_urgent_unless_more_than_half_of_the_ledger_is_under_way(int arrived, bool isUrgent)
    {
        var book = new ABook(ABook.Tenant(granted: 1_000_000));
        for (var i = 0; i < 200; i++)
        {
            book.Ask($"i-{i:000}", 1, age: 200 - i);
        }

        var first = book.Look();
        foreach (var grant in first.Grants.Take(arrived))
        {
            book.Show(grant.Request.Key.Name);
        }

        var second = book.Look();
        Assert.Equal((true, isUrgent), (first.IsUrgent, second.IsUrgent));
        Assert.Equal(arrived, second.Grants.Count);
    }

    [Fact]
    public void Figures_can_wait_and_what_the_user_changed_cannot()
    {
        var book = new ABook(ABook.Tenant());
        book.Ask("one", 1);
        book.Look();
        book.Show("one");
        Assert.False(book.Look().IsUrgent);

        book.ChangeTenant(spec => spec with { Quota = new() { Instances = 5 } });
        Assert.True(book.Look().IsUrgent);
    }
}
