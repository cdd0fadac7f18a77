using System.Text;
using System.Text.Json;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Tests.Informers;

/// <summary>Which of a list's reports are believed when the store holds later versions.</summary>
public sealed class WatchIntakeTests
{
    private static readonly ResourceKey A = new("ns", "a");

    private readonly List<Change<Widget>> _told = [];
    private readonly Store<Widget> _store = new(new Dictionary<string, Func<Widget, IEnumerable<string>>>());
    private readonly Cache<Widget> _cache;
    private readonly WatchIntake<Widget> _intake;

    public WatchIntakeTests()
    {
        _cache = new(_store, null, _told.Add, _ => { });
        _intake = new(null, null, _cache);
        _intake.BeginList();
        _intake.Put(Widget.Of("a", "u", 900));
        _intake.Put(Widget.Of("b", "v", 800));
        _intake.EndList("900", 0);
        _told.Clear();
    }

    [Theory]
    [InlineData("100", true)]
    [InlineData("5000", false)]
    public void A_server_with_another_history_is_believed_although_its_versions_are_lower(string version, bool isBack)
    {
        _intake.BeginList();
        Assert.False(Skips(Widget.Of("a", "other", 90)));
        _intake.Put(Widget.Of("a", "other", 90));
        Assert.Empty(_told);

        Assert.Equal(isBack, _intake.EndList(version, 1));

        Assert.Equal([ChangeKind.Deleted, ChangeKind.Added, ChangeKind.Deleted], _told.Select(change => change.Kind));
        Assert.Equal(["u", "other", "v"], _told.Select(change => change.Latest.Metadata.Uid));
        Assert.Equal(version, _intake.Version);
        using var leave = new CancellationTokenSource();
        Assert.False(_intake.Progress.ReachOrListAsync(version + "0", 2, leave.Token).IsCompleted);
        leave.Cancel();
    }

    [Theory]
    [InlineData("100")]
    [InlineData("5000")]
    public void An_object_that_is_back_in_an_earlier_state_is_shown_so(string version)
    {
        _intake.BeginList();
        Assert.False(Skips(Widget.Of("a", "u", 90)));
        _intake.Put(Widget.Of("a", "u", 90, size: 7));
        Assert.True(Skips(Widget.Of("b", "v", 800)));
        _intake.EndList(version, 1);

        var change = Assert.Single(_told);
        Assert.Equal((ChangeKind.Modified, "90", 7), (change.Kind, change.New!.Metadata.ResourceVersion, change.New.Spec.Size));
    }

    [Fact]
    public void An_object_that_was_readable_before_the_history_began_anew_is_told_as_unreadable()
    {
        _intake.BeginList();
        _intake.PutMalformed(new(Widget.Of("a", "u", 90).Metadata, Deleted: false, "spec.size is not a number"));
        _intake.Put(Widget.Of("b", "v", 80));
        _intake.EndList("100", 1);

        Assert.Equal(ChangeKind.Unreadable, _told[0].Kind);
        Assert.Single(_cache.Malformed);
        Assert.Equal("b", Assert.Single(_store.Snapshot()).Metadata.Name);
    }

    [Fact]
    public void One_that_a_stream_of_another_history_shows_and_deletes_leaves_no_ghost()
    {
        _intake.BeginList();
        _intake.Put(Widget.Of("a", "other", 90));
        _intake.Remove(Widget.Of("a", "other", 95));
        Assert.False(Skips(Widget.Of("b", "v", 80)));
        _intake.Put(Widget.Of("b", "v", 80));
        _intake.EndList("100", 1);

        Assert.Null(_store.Get(A));
        Assert.Equal(("u", ChangeKind.Deleted), (_told[^1].Latest.Metadata.Uid, _told[^1].Kind));
    }

    [Theory]
    [InlineData("u", 850)]
    [InlineData("predecessor", 400)]
    public void A_stream_that_begins_with_an_old_state_and_catches_up_undoes_nothing(string uid, long old)
    {
        _intake.BeginList();
        _intake.Put(Widget.Of("a", uid, old));
        if (uid != "u")
        {
            _intake.Remove(Widget.Of("a", uid, old + 1));
        }

        Assert.True(Skips(Widget.Of("a", "u", 900)));
        Assert.True(Skips(Widget.Of("b", "v", 800)));
        Assert.False(_intake.EndList("950", 1));

        Assert.Empty(_told);
    }

    [Fact]
    public void An_own_write_during_a_list_is_not_undone_by_it()
    {
        _intake.BeginList();
        _cache.BeginWrite(A);
        _cache.EndWrite(A, Widget.Of("a", "u", 960));
        _intake.Put(Widget.Of("a", "u", 900));
        _intake.Put(Widget.Of("b", "v", 800));
        _intake.EndList("950", 1);

        Assert.Equal("960", _store.Get(A)!.Metadata.ResourceVersion);
        Assert.Equal(ChangeSource.OwnWrite, Assert.Single(_told).Source);
    }

    [Fact]
    public void A_late_watch_event_of_a_predecessor_is_not_believed()
    {
        Assert.True(Skips(Widget.Of("a", "u", 850)));
        _intake.Put(Widget.Of("a", "predecessor", 400));

        Assert.Empty(_told);
        Assert.Equal("u", _store.Get(A)!.Metadata.Uid);
    }

    private bool Skips(Widget widget) => _intake.Skips(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(widget, WidgetJson.Default.Widget)));
}
