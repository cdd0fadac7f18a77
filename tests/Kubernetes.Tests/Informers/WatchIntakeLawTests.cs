using System.Globalization;
using System.Text;
using System.Text.Json;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.Meta;
using FsCheck;
using FsCheck.Fluent;

namespace ComputeOperator.Kubernetes.Tests.Informers;

/// <summary>What holds however streamed lists that begin in the past, watches, own writes and restores of the server interleave.</summary>
public sealed class WatchIntakeLawTests
{
    private enum Verb
    {
        OtherObject,
        Change,
        Delete,
        BeginOwnWrite,
        AnswerOwnWrite,
        Deliver,
        List,
        Restore,
    }

    [Fact]
    public void The_store_ends_equal_to_the_server_and_goes_back_only_when_the_server_has_been_restored()
    {
        var sequences = Gen.Elements(Enum.GetValues<Verb>()
            .Concat([Verb.Change, Verb.Change, Verb.Deliver, Verb.Deliver, Verb.Deliver, Verb.BeginOwnWrite, Verb.AnswerOwnWrite]).ToArray())
            .ListOf(80).ToArbitrary();

        Prop.ForAll(sequences, verbs =>
        {
            var simulation = new Simulation();
            foreach (var verb in verbs)
            {
                simulation.Perform(verb);
            }

            simulation.FinishAndCheck();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    /// <summary>Two objects on a server, its history, and how much of that the informer has been told.</summary>
    private sealed class Simulation
    {
        private const int Staleness = 4;

        private readonly Store<Widget> _store;
        private readonly Cache<Widget> _cache;
        private readonly WatchIntake<Widget> _intake;
        private readonly List<(Widget Object, bool IsDeleted)> _history = [];
        private ResourceKey _key = new("ns", "a");
        private int _uids;
        private long _version;
        private long _delivered;
        private long _listed;
        private bool _follows;
        private bool _wasRestored;
        private bool _mayGoBack;
        private (ResourceKey Key, Widget? Answer)? _write;

        public Simulation()
        {
            _store = new(new Dictionary<string, Func<Widget, IEnumerable<string>>>(), CheckNewest);
            _cache = new(_store, null, Told, _ => { });
            _intake = new(null, null, _cache);
        }

        public void Perform(Verb verb)
        {
            switch (verb)
            {
                case Verb.OtherObject: _key = new("ns", _key.Name == "a" ? "b" : "a"); break;
                case Verb.Change: Change(); break;
                case Verb.Delete when Find(_key) is { } there: Happen(there, isDeleted: true); break;
                case Verb.BeginOwnWrite when _write is null: BeginOwnWrite(); break;
                case Verb.AnswerOwnWrite when _write is { } write: EndOwnWrite(write.Answer); break;
                case Verb.Deliver when _follows: Deliver(); break;
                case Verb.List: BeginList(); break;
                case Verb.Restore: Restore(); break;
                default: break;
            }
        }

        public void FinishAndCheck()
        {
            EndOwnWrite(_write?.Answer);
            if (!_follows)
            {
                BeginList();
            }

            while (_delivered < _version || _intake.IsListing)
            {
                Deliver();
            }

            Assert.Equal(At(_version).Select(Identity).Order(), _store.Snapshot().Select(Identity).Order());
        }

        // Whoever sees that an object has gone can name a version by which it had.
        private void CheckNewest(ResourceKey key, Widget? before, Widget? now)
        {
            if (before is not null && now?.Metadata.Uid != before.Metadata.Uid
                && _history.FirstOrDefault(happened => happened.IsDeleted && happened.Object.Metadata.Uid == before.Metadata.Uid).Object is { } gone)
            {
                Assert.True(ResourceVersion.IsNewer(_intake.Progress.Newest, (VersionOf(gone) - 1).ToString(CultureInfo.InvariantCulture)), Identity(gone));
            }
        }

        private static string Identity(Widget widget) => $"{widget.Metadata.Name} {widget.Metadata.Uid} {widget.Metadata.ResourceVersion}";

        private static long VersionOf(Widget widget) => long.Parse(widget.Metadata.ResourceVersion!, CultureInfo.InvariantCulture);

        private IEnumerable<Widget> At(long version) => _history
            .Where(happened => VersionOf(happened.Object) <= version)
            .GroupBy(happened => happened.Object.Metadata.Name)
            .Select(ofOne => ofOne.Last())
            .Where(last => !last.IsDeleted)
            .Select(last => last.Object);

        private Widget? Find(ResourceKey key) => At(_version).SingleOrDefault(widget => widget.Metadata.Name == key.Name);

        private void Change() => Happen(Find(_key) ?? Widget.Of(_key.Name, $"uid{_uids++}", 0));

        private Widget Happen(Widget before, bool isDeleted = false)
        {
            var after = before with { Metadata = before.Metadata with { ResourceVersion = (++_version).ToString(CultureInfo.InvariantCulture) } };
            _history.Add((after, isDeleted));
            return after;
        }

        private void BeginOwnWrite()
        {
            if (_store.Get(_key) is not { } basis)
            {
                return;
            }

            _cache.BeginWrite(_key);
            _write = (_key, Find(_key) is { } there && Identity(there) == Identity(basis) ? Happen(there) : null);
        }

        private void EndOwnWrite(Widget? answer)
        {
            if (_write is { } write)
            {
                _write = null;
                _cache.EndWrite(write.Key, answer);
                _mayGoBack &= _intake.IsListing;
            }
        }

        // A stream shows at first what the server's cache has, and then what that does not have yet.
        private void BeginList()
        {
            _intake.BeginList();
            _follows = true;
            _mayGoBack |= _wasRestored;
            _listed = _version;
            _delivered = Math.Max(0, _version - (_version % Staleness));
            foreach (var widget in At(_delivered))
            {
                Bring(widget);
            }
        }

        private void Deliver()
        {
            if (_history.Find(happened => VersionOf(happened.Object) > _delivered) is { Object: { } next } happened)
            {
                _delivered = VersionOf(next);
                if (happened.IsDeleted)
                {
                    _intake.Remove(next);
                }
                else
                {
                    Bring(next);
                }
            }

            if (_intake.IsListing && _delivered >= _listed)
            {
                _intake.EndList(_delivered.ToString(CultureInfo.InvariantCulture), 1);
                _wasRestored = false;
                // What is held for a write is told when that has ended.
                _mayGoBack &= _write is not null;
            }
        }

        private void Bring(Widget widget)
        {
            if (!_intake.Skips(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(widget, WidgetJson.Default.Widget))))
            {
                _intake.Put(widget);
            }
        }

        private void Restore()
        {
            EndOwnWrite(null);
            _version = Math.Max(0, _version - Staleness);
            _history.RemoveAll(happened => VersionOf(happened.Object) > _version);
            (_follows, _wasRestored) = (false, true);
        }

        private void Told(Change<Widget> change)
        {
            if (_mayGoBack || _wasRestored)
            {
                return;
            }

            switch (change.Kind)
            {
                case ChangeKind.Modified:
                    Assert.Equal(change.Old!.Metadata.Uid, change.New!.Metadata.Uid);
                    Assert.True(VersionOf(change.Old) < VersionOf(change.New), $"{Identity(change.Old)} became {Identity(change.New)}");
                    break;
                case ChangeKind.Deleted:
                    Assert.DoesNotContain(change.Old!.Metadata.Uid, At(_version).Select(widget => widget.Metadata.Uid));
                    break;
                default:
                    break;
            }
        }
    }
}
