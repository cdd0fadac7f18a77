using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Identity;
using ComputeOperator.Hosting;
using ComputeOperator.Hosting.Logging;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>The web application: services, listeners, and the way of a request through it.</summary>
internal static class GatewayApplication
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    public static WebApplication Build(
        GatewayOptions options, KubernetesTransport transport, PrometheusExposition exposition, ServerCertificateFile? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "compute-gateway" });
        builder.Logging.AddProgramConsole(options.LogFormat, options.LogLevel);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listeners.Configure(kestrel, options, certificate));
        AddServices(builder.Services, options, transport);
        var app = builder.Build();
        Pipeline(app, options, exposition);
        return app;
    }

    private static void AddServices(IServiceCollection services, GatewayOptions options, KubernetesTransport transport)
    {
        var dialects = DialectList.Of(options);
        services
            .Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout)
            .Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true)
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(transport)
            .AddSingleton(dialects)
            .AddSingleton(provider => new Cluster(
                transport, options.Auth, TimeProvider.System, provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping))
            .AddSingleton<DialectErrors>()
            .AddSingleton<LargeBodies>()
            .AddSingleton<RequestLog>()
            .AddSingleton<InnerPipeline>()
            .AddSingleton<HealthRegistry>()
            .AddHostedService<ApiServerProbe>()
            .AddHostedService<IdleMemory>()
            .AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new() { Timeout = options.RequestTimeout + options.OperationWait })
            .AddRouting()
            .ConfigureHttpJsonOptions(json =>
            {
                foreach (var dialect in dialects)
                {
                    json.SerializerOptions.TypeInfoResolverChain.Add(dialect.Contracts);
                }
            });
        CallerRateLimit.Add(services, options);
        ApiDocuments.Add(services, dialects);
    }

    private static void Pipeline(WebApplication app, GatewayOptions options, PrometheusExposition exposition)
    {
        var admin = AdminEndpoints.Of(app.Services.GetRequiredService<HealthRegistry>(), exposition);
        app.Use(next => context => AdminEndpoints.Owns(context) ? admin(context) : next(context));
        app.Use(app.Services.GetRequiredService<InnerPipeline>().Capture);
        var log = app.Services.GetRequiredService<RequestLog>();
        app.Use(next => context => log.InvokeAsync(context, next));
        var errors = app.Services.GetRequiredService<DialectErrors>();
        app.Use(next => context => errors.InvokeAsync(context, next));
        CrossOriginProtection.Use(app, options);
        CallerRateLimit.Use(app, options);
        app.Use(next => context => HeadRequest.InvokeAsync(context, next));
        app.UseRouting();
        app.UseRequestTimeouts();
        foreach (var dialect in app.Services.GetRequiredService<IReadOnlyList<IDialect>>())
        {
            dialect.Map(app);
        }

        ApiDocuments.Map(app);
    }
}
