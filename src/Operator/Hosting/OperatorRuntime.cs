using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Controllers;
using ComputeOperator.Kubernetes.Events;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.LeaderElection;
using ComputeOperator.Kubernetes.Meta.Schema;
using ComputeOperator.Kubernetes.Queue;
using ComputeOperator.Kubernetes.Telemetry;
using ComputeOperator.Operator.Configuration;
using ComputeOperator.Operator.Defaults;
using ComputeOperator.Operator.Instances;
using ComputeOperator.Operator.Telemetry;
using ComputeOperator.Operator.Tenants;
using ComputeOperator.Providers;

namespace ComputeOperator.Operator.Hosting;

/// <summary>Everything that talks to one API server, put together and run.</summary>
[EntityRbac(typeof(Lease), Verbs = RbacVerbs.Get | RbacVerbs.Watch | RbacVerbs.Patch, ResourceName = LeaseName, OwnNamespace = true)]
[EntityRbac(typeof(Lease), Verbs = RbacVerbs.Create, OwnNamespace = true)]
internal sealed class OperatorRuntime : IDisposable
{
    /// <summary>Who owns the fields that the operator writes.</summary>
    public const string FieldManager = "compute-operator";

    // Tenants do not wait for each other; few have anything to do at a time.
    private const int TenantWorkers = 4;

    private const string LeaseName = "compute-operator";

    private const string InstallCommand = "make install";

    // For failures that are not the provider's, which has its own, visible in status.
    private static readonly BackoffPolicy Retries = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMinutes(5));

    private readonly Informer<MachineType> _machineTypes;
    private readonly Informer<Tenant> _tenants;
    private readonly Informer<Instance> _instances;
    private readonly EventRecorder _recorder;
    private readonly InstanceEventPublisher _publisher;
    private readonly InstanceMetrics _metrics;
    private readonly TenantMetrics _tenantMetrics;
    private readonly EntityController<Instance> _controller;
    private readonly EntityController<Tenant> _tenantController;
    private readonly ProviderRegistry _providers;
    private readonly TimeProvider _time;
    private readonly DefaultsInstaller<MachineType>? _installMachineTypes;
    private readonly DefaultsInstaller<Tenant>? _installTenants;
    private readonly LeaderElector? _elector;
    private LeaderTerm? _term;

    public OperatorRuntime(
        KubernetesTransport transport, OperatorOptions options, ProviderRegistry providers, TimeProvider time, ILoggerFactory loggers)
    {
        _providers = providers;
        _time = time;
        var instances = transport.For(ResourceDefinition.From(EntitiesJsonContext.Default.Instance));
        var machineTypes = transport.For(ResourceDefinition.From(EntitiesJsonContext.Default.MachineType));
        _machineTypes = new(machineTypes, new() { InstallCommand = InstallCommand }, time, loggers.CreateLogger<Informer<MachineType>>());
        var tenants = transport.For(ResourceDefinition.From(EntitiesJsonContext.Default.Tenant));
        _tenants = new(tenants, new() { InstallCommand = InstallCommand }, time, loggers.CreateLogger<Informer<Tenant>>());
        var books = new TenantBooks();
        _instances = new(
            instances,
            new() { Namespaces = options.Namespaces, Observer = books.Observe, Salvage = InstanceSalvage.Of, Transform = new InstanceTrim([.. providers.Annotations]).Trim, Indexes = InstanceIndexes.All, InstallCommand = InstallCommand },
            time,
            loggers.CreateLogger<Informer<Instance>>());
        _recorder = new(
            transport.For(Event.Definition),
            new() { ReportingController = "compute.iaas.dev/operator", Enabled = options.Events, WritesPerSecond = options.EventsPerSecond },
            time,
            loggers.CreateLogger<EventRecorder>());
        _metrics = new(_instances.Store, () => _instances.Unreadable.Count, MayWrite);
        _tenantMetrics = new(() => MayWrite() ? _tenants.Store.Snapshot() : []);
        if (options.InstallDefaults)
        {
            _installMachineTypes = new(machineTypes, _machineTypes, MayWrite, time, loggers.CreateLogger<DefaultsInstaller<MachineType>>());
            _installTenants = new(tenants, _tenants, MayWrite, time, loggers.CreateLogger<DefaultsInstaller<Tenant>>());
        }

        _elector = options.LeaderElect ? Elector(transport, options, time, loggers) : null;

        _publisher = new InstanceEventPublisher(_recorder, instances.Definition);
        var writer = new EntityWriter<Instance>(instances, _instances, FieldManager, MayWrite);
        var references = new ReferenceResolver(_instances.Store, _machineTypes.Store, providers, options.DefaultProvider);
        var desk = new TenantDesk(books, _tenants.Store, time);
        var reconciler = new InstanceReconciler(
            writer,
            references,
            desk,
            providers,
            new ChildRemover(instances, MayWrite, loggers.CreateLogger<ChildRemover>()),
            _publisher,
            _metrics,
            options.ResyncPeriod,
            MayWrite,
            time);
        _controller = new(
            _instances, writer, reconciler, reconciler, new() { Name = "instance", Workers = options.Workers, Backoff = Retries }, time, loggers.CreateLogger<EntityController<Instance>>());
        InstanceWakeups.Subscribe(_instances, _machineTypes, _controller);

        var tenantWriter = new EntityWriter<Tenant>(tenants, _tenants, FieldManager, MayWrite);
        var reports = new TenantReports(time);
        var tenantReconciler = new TenantReconciler(
            tenantWriter, books, _instances, references, new TenantEventPublisher(_recorder, tenants.Definition, instances.Definition), _tenantMetrics, reports, time);
        _tenantController = new(
            _tenants, tenantWriter, tenantReconciler, tenantReconciler, new() { Name = "tenant", Workers = TenantWorkers, Backoff = Retries }, time, loggers.CreateLogger<EntityController<Tenant>>());
        desk.Asked += key => _tenantController.Enqueue(key);
        tenantReconciler.Told += key => _controller.Enqueue(key);
        TenantWakeups.Subscribe(_instances, _tenants, books, reports, _controller, _tenantController);
    }

    /// <summary>Whether every machine type has been listed, and why not.</summary>
    public HealthResult MachineTypesSynced => Synced(_machineTypes.HasSynced, _machineTypes.Problem);

    /// <summary>Whether every Tenant has been listed, and why not.</summary>
    public HealthResult TenantsSynced => Synced(_tenants.HasSynced, _tenants.Problem);

    /// <summary>Whether every Instance has been listed, and why not.</summary>
    public HealthResult InstancesSynced => Synced(_instances.HasSynced, _instances.Problem);

    /// <summary>Who leads; a standby is ready too, unless it cannot reach the lease.</summary>
    public HealthResult Leadership => _elector?.Check() ?? HealthResult.Ok("off");

    /// <summary>Works until <paramref name="stopping"/>, then ends what is under way and gives the lease back.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        // Caches and events outlive the last write: a worker that is finishing still needs both.
        using var background = new CancellationTokenSource();
        Task[] followers = [_machineTypes.RunAsync(background.Token), _tenants.RunAsync(background.Token), _instances.RunAsync(background.Token), _recorder.RunAsync(background.Token)];
        try
        {
            await (_elector is null ? LeadAsync(stopping) : _elector.RunAsync(LeadAsync, stopping));
        }
        finally
        {
            await background.CancelAsync();
            await Task.WhenAll(followers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _controller.Dispose();
        _tenantController.Dispose();
        _metrics.Dispose();
        _tenantMetrics.Dispose();
    }

    private async Task LeadAsync(LeaderTerm term)
    {
        Volatile.Write(ref _term, term);
        await LeadAsync(term.Token);
    }

    private async Task LeadAsync(CancellationToken stopping)
    {
        await Task.WhenAll(_machineTypes.Synced, _tenants.Synced).WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await OneTerm.RunAsync(
            [
                _controller.RunAsync,
                RunTenantsAsync,
                end => MalformedInstances.FollowAsync(_instances, _publisher.Malformed, _time, end),
                end => _installMachineTypes?.RunAsync(ShippedObjects.MachineTypes, end) ?? Task.CompletedTask,
                end => _installTenants?.RunAsync(ShippedObjects.Tenants, end) ?? Task.CompletedTask,
                .. _providers.All.Select(provider => (Func<CancellationToken, Task>)(end => InstanceWakeups.FollowAsync(provider, _controller, end))),
            ],
            stopping);
    }

    // A tenant whose Instances are not all known would look emptier than it is.
    private async Task RunTenantsAsync(CancellationToken stopping)
    {
        await _instances.Synced.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _tenantController.RunAsync(stopping);
    }

    private bool MayWrite() => _elector is null || Volatile.Read(ref _term) is { IsValid: true };

    private static HealthResult Synced(bool synced, string? problem) =>
        problem is not null ? HealthResult.Failed(problem) : synced ? HealthResult.Ok() : HealthResult.Failed("listing");

    private static LeaderElector Elector(KubernetesTransport transport, OperatorOptions options, TimeProvider time, ILoggerFactory loggers) => new(
        transport.For(Lease.Definition),
        new()
        {
            LeaseName = LeaseName,
            Namespace = LeaseNamespace(transport, options),
            LeaseDuration = options.LeaseDuration,
            RenewDeadline = options.RenewDeadline,
            RetryPeriod = options.RetryPeriod,
            FieldManager = FieldManager,
        },
        time,
        loggers.CreateLogger<LeaderElector>());

    private static string LeaseNamespace(KubernetesTransport transport, OperatorOptions options) =>
        options.LeaderElectNamespace.Length > 0 ? options.LeaderElectNamespace
        : Environment.GetEnvironmentVariable("POD_NAMESPACE") is { Length: > 0 } own ? own
        : transport.Configuration.Namespace;
}
