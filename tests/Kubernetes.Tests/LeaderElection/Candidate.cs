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
    private readonly InFlight _sent = new();
    private readonly InFlight _passedOn = new();
    private readonly SocketGate _sockets = new();
    private readonly KubernetesTransport _transport;
    private readonly ManualTime _time = new();
    private readonly Election _election;
    private TimeSpan _paused;
    private bool _isPaused;
    private bool _hangs;

    public Candidate(Election election, KubernetesClientConfiguration configuration, LeaderElectionOptions options, TimeSpan skew)
    {
        _election = election;
        Clock = new OwnClock(_time, skew);
        _transport = new(configuration, new TransportOptions { Handlers = [_sent, Network, _passedOn], WrapConnection = _sockets.Wrap });
        Elector = new(_transport.For(Lease.Definition), options, Clock, NullLogger<LeaderElector>.Instance);
        Name = options.Identity;
        Work = static term => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, term.Token);
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
    /// a fault holds up also waits for time.
    /// </summary>
    public bool IsIdle =>
        Running.IsCompleted || _isPaused || ((Clock.Requests == 0 || IsHeldUp) && _time.ArmedTimers >= (IsRenewing ? 2 : 1));

    private bool IsHeldUp => _hangs && _passedOn.Count == 0 && _sent.Count > 0;

    private bool IsRenewing => Leads && !Term!.Token.IsCancellationRequested;

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

    /// <summary>Makes the network swallow what is sent.</summary>
    public void Hang()
    {
        _hangs = true;
        Network.Inject(new Fault.Hold(new TaskCompletionSource().Task), times: int.MaxValue);
    }

    public void Reconnect() => Network.Heal();

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

    private async Task LeadAsync(LeaderTerm term)
    {
        Term = term;
        Terms++;
        _election.Began(this);
        await Work(term);
    }

    /// <summary>Counts the requests, watches apart, that the server has not answered.</summary>
    private sealed class InFlight : DelegatingHandler
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var counts = FaultyTransport.IsWatch(request) ? 0 : 1;
            Interlocked.Add(ref _count, counts);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                Interlocked.Add(ref _count, -counts);
            }
        }
    }
}
