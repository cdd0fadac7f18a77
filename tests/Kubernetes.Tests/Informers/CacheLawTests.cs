using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.Meta;
using FsCheck;
using FsCheck.Fluent;

namespace ComputeOperator.Kubernetes.Tests.Informers;

/// <summary>What holds however writes, their answers, the watch and relists interleave.</summary>
public sealed class CacheLawTests
{
    private enum Verb
    {
        Create,
        ChangeByOthers,
        Delete,
        BeginOwnWrite,
        AnswerOwnWrite,
        LoseAnswer,
        Watch,
        Relist,
    }

    [Fact]
    public void The_store_ends_equal_to_the_server_every_change_by_others_wakes_and_no_own_write_does()
    {
        var sequences = Gen.Elements(Enum.GetValues<Verb>().Concat([Verb.Watch, Verb.Watch, Verb.BeginOwnWrite, Verb.AnswerOwnWrite]).ToArray())
            .ListOf(60).ToArbitrary();

        Prop.ForAll(sequences, verbs =>
        {
            var simulation = new Simulation();
            foreach (var verb in verbs)
            {
                simulation.Perform(verb);
                simulation.CheckChangesAddUpToTheStore();
            }

            simulation.FinishAndCheck();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    /// <summary>One object on a server, the watch's backlog, and the write under way.</summary>
    private sealed class Simulation
    {
        private static readonly ResourceKey Key = new("ns", "a");

        private readonly Store<Widget> _store = new(new Dictionary<string, Func<Widget, IEnumerable<string>>>());
        private readonly Cache<Widget> _cache;
        private readonly Queue<(Widget Object, bool Deleted)> _backlog = new();
        private readonly HashSet<string?> _ownVersions = [];
        private readonly HashSet<string?> _lostVersions = [];
        private readonly List<Widget> _balance = [];
        private Widget? _server;
        private Widget? _answer;
        private bool _writing;
        private long _version;
        private string? _lastByOthers;
        private string? _lastWake;

        public Simulation() => _cache = new(_store, null, Told, _ => { });

        public void Perform(Verb verb)
        {
            switch (verb)
            {
                case Verb.Create when _server is null: ByOthers(Widget.Of("a", $"uid{_version}", ++_version)); break;
                case Verb.ChangeByOthers when _server is not null: ByOthers(Next(_server)); break;
                case Verb.Delete when _server is not null: Delete(); break;
                case Verb.BeginOwnWrite when !_writing: BeginOwnWrite(); break;
                case Verb.AnswerOwnWrite when _writing: EndOwnWrite(_answer); break;
                case Verb.LoseAnswer when _writing: LoseAnswer(); break;
                case Verb.Watch when _backlog.TryDequeue(out var change): Watch(change); break;
                case Verb.Relist: Relist(); break;
                default: break;
            }
        }

        public void CheckChangesAddUpToTheStore()
        {
            // While a write is under way, changes may be held back: what was told must add up once it has ended.
            if (!_writing)
            {
                Assert.Equal(_store.Snapshot(), _balance);
            }
        }

        public void FinishAndCheck()
        {
            if (_writing)
            {
                EndOwnWrite(_answer);
            }

            while (_backlog.TryDequeue(out var change))
            {
                Watch(change);
            }

            CheckChangesAddUpToTheStore();
            Assert.Equal(_server?.Metadata.ResourceVersion, _store.Get(Key)?.Metadata.ResourceVersion);
            Assert.False(_server is not null && ResourceVersion.IsNewer(_lastByOthers ?? "0", _lastWake ?? "0"));
        }

        private Widget Next(Widget widget) => widget with
        {
            Metadata = widget.Metadata with { ResourceVersion = (++_version).ToString(System.Globalization.CultureInfo.InvariantCulture) },
        };

        private void ByOthers(Widget next)
        {
            _server = next;
            _lastByOthers = next.Metadata.ResourceVersion;
            _backlog.Enqueue((next, false));
        }

        private void Delete()
        {
            _backlog.Clear();
            _backlog.Enqueue((Next(_server!), true));
            _server = null;
        }

        private void BeginOwnWrite()
        {
            if (_store.Get(Key) is not { } basis)
            {
                return;
            }

            _writing = true;
            _cache.BeginWrite(Key);
            _answer = null;
            if (_server is not null && _server.Metadata.ResourceVersion == basis.Metadata.ResourceVersion)
            {
                _answer = _server = Next(_server);
                _ownVersions.Add(_answer.Metadata.ResourceVersion);
                _backlog.Enqueue((_answer, false));
            }
        }

        private void EndOwnWrite(Widget? answer)
        {
            _writing = false;
            _cache.EndWrite(Key, answer);
        }

        private void LoseAnswer()
        {
            _lostVersions.Add(_answer?.Metadata.ResourceVersion);
            EndOwnWrite(null);
        }

        private void Watch((Widget Object, bool Deleted) change)
        {
            if (change.Deleted)
            {
                _cache.Remove(Key, change.Object);
            }
            else
            {
                _cache.Put(Key, change.Object, ChangeSource.Watch);
            }
        }

        private void Relist()
        {
            _backlog.Clear();
            if (_server is not null)
            {
                _cache.Put(Key, _server, ChangeSource.List);
            }

            _cache.Sweep(null, _server is null ? [] : [Key], new(_version.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        private void Told(Change<Widget> change)
        {
            if (change.Old is { } old)
            {
                Assert.True(_balance.Remove(old));
            }

            if (change.New is { } now)
            {
                _balance.Add(now);
            }

            var version = change.Latest.Metadata.ResourceVersion;
            if (change.Source == ChangeSource.OwnWrite)
            {
                Assert.Contains(version, _ownVersions);
                return;
            }

            _lastWake = change.Kind == ChangeKind.Deleted ? _lastWake : version;
            if (change.Kind == ChangeKind.Modified && _ownVersions.Contains(version) && !_lostVersions.Contains(version))
            {
                Assert.Fail($"Version {version} is our own but came as a change by others.");
            }
        }
    }
}
