using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Tests.Informers;

public sealed class CacheTests
{
    private static readonly ResourceKey Key = new("ns", "a");

    private readonly List<Change<Widget>> _told = [];
    private readonly List<MalformedObject> _malformed = [];
    private readonly List<string> _observed = [];
    private readonly Store<Widget> _store;
    private readonly Cache<Widget> _cache;

    public CacheTests()
    {
        _store = new(
            new Dictionary<string, Func<Widget, IEnumerable<string>>>
            {
                ["size"] = widget => [widget.Spec.Size.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            },
            (_, before, now) => _observed.Add($"{before?.Metadata.ResourceVersion} to {now?.Metadata.ResourceVersion}"));
        _cache = new(_store, malformed => malformed.Json.IsEmpty ? null : new() { Metadata = malformed.Metadata, Spec = new() }, _told.Add, _malformed.Add);
    }

    [Fact]
    public void An_older_or_equal_version_is_ignored()
    {
        Put(5, size: 1);
        Put(5, size: 2);
        Put(4, size: 3);

        Assert.Equal(1, _store.Get(Key)!.Spec.Size);
        Assert.Single(_told);
    }

    [Fact]
    public void Indexes_follow_the_objects()
    {
        Put(1, size: 1);
        Put(2, size: 2);

        Assert.Empty(_store.ByIndex("size", "1"));
        Assert.Equal("a", Assert.Single(_store.ByIndex("size", "2")).Metadata.Name);
        _cache.Remove(Key, Widget.Of("a", "u", 3));
        Assert.Empty(_store.ByIndex("size", "2"));
        Assert.Throws<KeyNotFoundException>(() => _store.ByIndex("color", "red"));
    }

    [Fact]
    public void An_own_write_is_visible_at_once_and_its_echo_by_the_watch_is_ignored()
    {
        Put(1);
        _cache.BeginWrite(Key);
        _cache.EndWrite(Key, Widget.Of("a", "u", 2));
        Assert.Equal("2", _store.Get(Key)!.Metadata.ResourceVersion);
        Put(2);

        Assert.Equal([ChangeSource.Watch, ChangeSource.OwnWrite], _told.Select(change => change.Source));
    }

    [Fact]
    public void An_own_write_whose_echo_comes_before_its_answer_is_still_our_own()
    {
        Put(1);
        _cache.BeginWrite(Key);
        Put(2);
        Assert.Single(_told);
        _cache.EndWrite(Key, Widget.Of("a", "u", 2));

        Assert.Equal([ChangeSource.Watch, ChangeSource.OwnWrite], _told.Select(change => change.Source));
        Assert.Equal(("1", "2"), (_told[1].Old!.Metadata.ResourceVersion, _told[1].New!.Metadata.ResourceVersion));
    }

    [Fact]
    public void A_change_by_others_during_an_own_write_is_told_when_that_has_ended()
    {
        Put(1);
        _cache.BeginWrite(Key);
        Put(2);
        Put(3);
        _cache.EndWrite(Key, Widget.Of("a", "u", 2));

        Assert.Equal(ChangeSource.Watch, _told[1].Source);
        Assert.Equal(("1", "3"), (_told[1].Old!.Metadata.ResourceVersion, _told[1].New!.Metadata.ResourceVersion));
    }

    [Fact]
    public void What_is_held_for_an_own_write_that_fails_is_told_as_the_change_of_others_that_it_may_be()
    {
        Put(1);
        _cache.BeginWrite(Key);
        Put(2);
        _cache.EndWrite(Key, null);

        Assert.Equal(ChangeSource.Watch, _told[1].Source);
    }

    [Fact]
    public void An_own_write_of_an_object_that_is_gone_leaves_no_ghost()
    {
        Put(1);
        _cache.BeginWrite(Key);
        _cache.Remove(Key, Widget.Of("a", "u", 3));

        _cache.EndWrite(Key, Widget.Of("a", "u", 2));
        Assert.Null(_store.Get(Key));
        Assert.Equal(ChangeKind.Deleted, _told[^1].Kind);
    }

    [Fact]
    public void An_own_write_of_an_object_that_was_replaced_meanwhile_is_dropped()
    {
        Put(1);
        _cache.BeginWrite(Key);
        _cache.Remove(Key, Widget.Of("a", "u", 3));
        _cache.Put(Key, Widget.Of("a", "another", 4), ChangeSource.Watch);

        _cache.EndWrite(Key, Widget.Of("a", "u", 2));
        Assert.Equal("another", _store.Get(Key)!.Metadata.Uid);
        Assert.Equal(ChangeKind.Added, _told[^1].Kind);
    }

    [Fact]
    public void A_relist_keeps_a_newer_own_write_and_objects_newer_than_the_list()
    {
        Put(1);
        _cache.EndWrite(Key, Widget.Of("a", "u", 7));
        _cache.Put(Key, Widget.Of("a", "u", 5), ChangeSource.List);
        _cache.Sweep(null, [], new("6"));

        Assert.Equal("7", _store.Get(Key)!.Metadata.ResourceVersion);
    }

    [Fact]
    public void A_relist_notices_what_was_deleted_unseen_with_its_last_state()
    {
        Put(1, size: 9);
        _cache.Put(new("ns", "b"), Widget.Of("b", "v", 2), ChangeSource.Watch);
        _cache.Put(new("other", "c"), Widget.Of("c", "w", 3), ChangeSource.Watch);
        _cache.Sweep("ns", [new("ns", "b")], new("10"));

        var gone = Assert.Single(_told, change => change.Kind == ChangeKind.Deleted);
        Assert.Equal((Key, 9, ChangeSource.List), (gone.Key, gone.Latest.Spec.Size, gone.Source));
        Assert.Equal(2, _store.Count);
    }

    [Fact]
    public void An_object_that_was_replaced_unseen_is_told_as_deleted_and_added()
    {
        Put(1);
        _cache.Put(Key, Widget.Of("a", "another", 9), ChangeSource.List);

        Assert.Equal([ChangeKind.Added, ChangeKind.Deleted, ChangeKind.Added], _told.Select(change => change.Kind));
        Assert.Equal("u", _told[1].Latest.Metadata.Uid);
    }

    [Fact]
    public void A_late_deletion_of_an_earlier_object_of_that_name_is_ignored()
    {
        _cache.Put(Key, Widget.Of("a", "later", 9), ChangeSource.List);
        _cache.Remove(Key, Widget.Of("a", "u", 5));

        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public void A_malformed_object_is_reported_once_per_version()
    {
        PutMalformed(1);
        PutMalformed(1);
        PutMalformed(2);

        Assert.Equal(2, _malformed.Count);
        Assert.Single(_cache.Malformed);
        Assert.Empty(_told);
    }

    [Fact]
    public void An_object_that_becomes_malformed_leaves_the_store_and_its_deletion_is_still_noticed()
    {
        Put(1);
        PutMalformed(2);
        Assert.Equal(0, _store.Count);
        Assert.Equal((ChangeKind.Unreadable, "1"), (_told[^1].Kind, _told[^1].Latest.Metadata.ResourceVersion));

        PutMalformed(3, deleted: true);
        Assert.Empty(_cache.Malformed);
        Assert.True(_malformed[^1].Deleted);
    }

    [Fact]
    public void A_malformed_object_that_is_repaired_comes_back()
    {
        Put(1);
        PutMalformed(2);
        Put(3);

        Assert.Equal(ChangeKind.Added, _told[^1].Kind);
        Assert.Empty(_cache.Malformed);
    }

    [Theory]
    [InlineData("mended", "1 to 4")]
    [InlineData("deleted", "1 to ")]
    [InlineData("deleted readable", "1 to ")]
    [InlineData("not listed", "1 to ")]
    public void An_observer_goes_by_what_was_read_last_until_a_malformed_object_is_mended_or_gone(string end, string observed)
    {
        Put(1);
        PutMalformed(2);
        PutMalformed(3);
        Assert.Equal([" to 1"], _observed);
        switch (end)
        {
            case "mended":
                Put(4);
                break;
            case "deleted":
                PutMalformed(4, deleted: true);
                break;
            case "deleted readable":
                _cache.Remove(Key, Widget.Of("a", "u", 4));
                break;
            default:
                _cache.Sweep(null, [], new("5"));
                break;
        }

        Assert.Equal([" to 1", observed], _observed);
        Assert.Equal([ChangeKind.Added, ChangeKind.Unreadable, end == "mended" ? ChangeKind.Added : ChangeKind.Deleted], _told.Select(change => change.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_malformed_object_does_not_stand_for_another_that_had_its_name(bool secondIsMalformedToo)
    {
        Put(1);
        if (secondIsMalformedToo)
        {
            PutMalformed(2);
        }

        _cache.PutMalformed(new(Widget.Of("a", "other", 3).Metadata, Deleted: false, "spec.size is not a number"), ChangeSource.List);

        Assert.Equal([" to 1", "1 to "], _observed);
        Assert.Equal(ChangeKind.Deleted, _told[^1].Kind);
        Assert.Single(_cache.Malformed);
    }

    [Fact]
    public void Of_an_object_that_was_never_read_an_observer_goes_by_what_can_be_told_of_it()
    {
        _cache.PutMalformed(new(Widget.Of("a", "u", 1).Metadata, Deleted: false, "spec.size is not a number") { Json = "{}"u8.ToArray() }, ChangeSource.List);
        Assert.Equal(0, _store.Count);
        Assert.True(_cache.Malformed.Single().Json.IsEmpty);
        PutMalformed(2);
        Put(3);

        Assert.Equal([" to 1", "1 to 3"], _observed);
        Assert.Equal([ChangeKind.Added], _told.Select(change => change.Kind));
    }

    [Fact]
    public void One_that_is_mended_as_another_of_its_name_ends_the_one_before()
    {
        Put(1);
        PutMalformed(2);
        _cache.Put(Key, Widget.Of("a", "other", 3), ChangeSource.Watch);

        Assert.Equal([ChangeKind.Added, ChangeKind.Unreadable, ChangeKind.Deleted, ChangeKind.Added], _told.Select(change => change.Kind));
        Assert.Equal(("u", "other"), (_told[^2].Latest.Metadata.Uid, _told[^1].Latest.Metadata.Uid));
    }

    [Fact]
    public void A_malformed_object_that_a_relist_does_not_show_is_forgotten()
    {
        PutMalformed(1);
        _cache.Sweep(null, [], new("5"));

        Assert.Empty(_cache.Malformed);
    }

    private void Put(long version, int size = 0) => _cache.Put(Key, Widget.Of("a", "u", version, size), ChangeSource.Watch);

    private void PutMalformed(long version, bool deleted = false) =>
        _cache.PutMalformed(new(Widget.Of("a", "u", version).Metadata, deleted, "spec.size is not a number"), ChangeSource.Watch);
}
