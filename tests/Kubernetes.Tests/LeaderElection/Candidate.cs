using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.LeaderElection;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;
using Microsoft.Extensions.Logging.Abstractions;

namespace ComputeOperator.Kubernetes.Tests.LeaderElection;

/// <summary>One process of an election: an elector with its own clock and its own network.</summary>
internal sealed class Candidate : IDisposable
{
    private readonly CancellationTokenSource _shutdown = new();
    private readonly InFlight _sent;
    private readonly InFlight _passedOn = new();
    private readonly LeaseWitness _witness;
    private readonly SocketGate _sockets = new();
    private readonly KubernetesTransport _transport;
    private readonly ManualTime _time = new();
    private readonly Election _election;
    private TimeSpan _paused;
    private bool _isPaused;
    private TaskCompletionSource? _hung;
    private int _timersWhenWatchEnded;

    public Candidate(Election election, KubernetesClientConfiguration configuration, LeaderElectionOptions options, TimeSpan skew)
    {
        _election = election;
        Clock = new OwnClock(_time, skew);
        _sent = new() { WatchFailed = WatchEnded };
        _witness = new(election.Wrote, WatchEnded);
        _transport = new(configuration, new TransportOptions { Handlers = [_sent, Network, _passedOn, _witness], WrapConnection = _sockets.Wrap });
        Elector = new(_transport.For(Lease.Definition), options, Clock, NullLogger<LeaderElector>.Instance);
        Name = options.Identity;
        Work = UntilTermEndsAsync;
    }

    public string Name { get; }

    public OwnClock Clock { get; }

    public FaultyTransport Network { get; } = new();

    public LeaderElector Elector { get; }

    /// <summary>What it does while it leads.</summary>
    public Func<LeaderTerm, Task> Work { get; set; }

    /// <summary>The last term it won.</summary>
    public LeaderTerm? Term { get; private set; }

    public int Terms { get; private set; }

    /// <summary>Whether it might write now: while it is paused it does nothing, and finds out when it wakes.</summary>
    public bool Leads => !_isPaused && Term is { IsValid: true };

    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>
    /// Whether it waits for nothing but time: a leader for its next renewal or its end, others for one thing. A request that
    /// a fault holds up also waits for time; for work that stops when it is told to, nobody does. What was written has reached its watch, and it knows that a watch has ended.
    /// </summary>
    public bool IsIdle => Running.IsCompleted || _isPaused
        || ((IsHeldUp || (Clock.Requests == 0 && _sent.Count == 0))
            && IsArmed(Term)
            && !IsStopping
            && Clock.Timers > Volatile.Read(ref _timersWhenWatchEnded)
            && !_witness.IsBehind(_election.Newest));

    private bool IsHeldUp => _hung is not null && _passedOn.Count == 0 && _sent.Count > 0;

    private bool IsStopping => Clock.Stops > 0 && Work == UntilTermEndsAsync;

    public Candidate Start()
    {
        Running = Elector.RunAsync(LeadAsync, _shutdown.Token);
        return this;
    }

    /// <summary>Asks for a clean shutdown.</summary>
    public Task StopAsync()
    {
        _shutdown.Cancel();
        return Running;
    }

    /// <summary>Cuts the network: what is open breaks, and nothing can be sent.</summary>
    public void Disconnect()
    {
        Network.Inject(new Fault.FailBefore(), times: int.MaxValue);
        _sockets.Cut();
    }

    /// <summary>Makes the network hold up what is sent, until it is connected again.</summary>
    public void Hang()
    {
        _hung = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Network.Inject(new Fault.Hold(_hung.Task), times: int.MaxValue);
    }

    public void Reconnect()
    {
        Network.Heal();
        Interlocked.Exchange(ref _hung, null)?.SetResult();
    }

    /// <summary>SIGSTOP: time goes on, nothing happens here.</summary>
    public void Pause() => _isPaused = true;

    /// <summary>SIGCONT: the clocks show the time that passed; no timer has fired yet.</summary>
    public void Resume()
    {
        Clock.WakeAfter(_paused);
        _paused = TimeSpan.Zero;
        _isPaused = false;
    }

    public void Advance(TimeSpan by)
    {
        if (_isPaused)
        {
            _paused += by;
        }
        else
        {
            _time.Advance(by);
        }
    }

    public void Dispose()
    {
        _transport.Dispose();
        _shutdown.Dispose();
    }

    private static Task UntilTermEndsAsync(LeaderTerm term) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, term.Token);

    // The elector is asked last: a term that it has won arms its timer before the work begins, and is not waited for meanwhile.
    private bool IsArmed(LeaderTerm? term) =>
        _time.ArmedTimers >= (term is { IsValid: true, Token.IsCancellationRequested: false } ? 2 : 1)
        && Elector.IsLeader == (term is { IsValid: true });

    // What it does about that begins with a timer: the limit of its next request, or a pause.
    private void WatchEnded() => Volatile.Write(ref _timersWhenWatchEnded, Clock.Timers);

    private async Task LeadAsync(LeaderTerm term)
    {
        Term = term;
        Terms++;
        _election.Began(this);
        await Work(term);
    }

    /// <summary>Counts the requests that have not been answered.</summary>
    private sealed class InFlight : DelegatingHandler
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Action WatchFailed { get; init; } = static () => { };

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            var isWatched = false;
            try
            {
                var answer = await base.SendAsync(request, cancellationToken);
                isWatched = answer.IsSuccessStatusCode;
                return answer;
            }
            finally
            {
                if (FaultyTransport.IsWatch(request) && !isWatched)
                {
                    WatchFailed();
                }

                Interlocked.Decrement(ref _count);
            }
        }
    }
}
