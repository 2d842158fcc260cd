using KvFleet.Kubernetes.Controllers;
using KvFleet.Kubernetes.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Hosting;

/// <summary>A controller as it was added.</summary>
/// <param name="Implementation">Its class.</param>
/// <param name="Options">How it runs.</param>
/// <param name="Sources">What it watches.</param>
/// <param name="CreateReconcile">Makes what is called for a key.</param>
internal sealed record ControllerRegistration(
    Type Implementation,
    ControllerOptions Options,
    ControllerSources Sources,
    Func<IServiceProvider, Func<ObjectKey, CancellationToken, Task<ReconciliationResult>>> CreateReconcile)
{
    public ControllerHost CreateHost(IServiceProvider services) => new(
        Options,
        Sources.Create(services),
        CreateReconcile(services),
        services.GetRequiredService<ControllerMetrics>(),
        services.GetRequiredService<WorkQueueMetrics>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILoggerFactory>());
}
