using System.Collections.Concurrent;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Contract.Tests.Servers;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Contract.Tests.Access;

/// <summary>What a server warns of reaches the log.</summary>
public sealed class WarningTests(ServerPool pool) : ContractTest(pool)
{
    // Deprecated in 1.20 to 1.21, in 1.21 to 1.24 and in 1.26 to 1.31: one of them is served by many versions.
    private static readonly string[] Deprecated =
        ["/apis/extensions/v1beta1/ingresses", "/apis/policy/v1beta1/poddisruptionbudgets", "/apis/flowcontrol.apiserver.k8s.io/v1beta3/flowschemas"];

    [Theory, EveryServer(RealOnly = true)]
    public async Task A_version_that_will_go_is_warned_of_once(ServerKind kind)
    {
        var server = await OpenAsync(kind);
        var log = new WarningCollector();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(log));
        using var client = new KubernetesClient(server.Configuration, logger: factory.CreateLogger<KubernetesClient>());
        var served = false;
        foreach (var path in Deprecated)
        {
            try
            {
                await client.Raw.SendAsync(HttpMethod.Get, path, cancellationToken: Stop);
                await client.Raw.SendAsync(HttpMethod.Get, path, cancellationToken: Stop);
                served = true;
                break;
            }
            catch (KubernetesApiException e) when (e.IsNotFound)
            {
                // This server no longer, or not yet, has it.
            }
        }

        Assert.SkipUnless(served, "this server serves none of the deprecated versions that the case knows");
        log.Warnings.ShouldHaveSingleItem().ShouldContain("is deprecated in v1.");
    }

    private sealed class WarningCollector : ILogger, ILoggerProvider
    {
        public ConcurrentQueue<string> Warnings { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                Warnings.Enqueue(formatter(state, exception));
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }
    }
}
