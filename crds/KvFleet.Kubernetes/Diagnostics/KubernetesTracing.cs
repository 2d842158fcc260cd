using System.Diagnostics;

namespace KvFleet.Kubernetes.Diagnostics;

/// <summary>
/// The one activity source of this assembly. Nothing is made while nobody listens. Spans: <c>reconcile CONTROLLER</c> for each run, with the key and the reconcile id that the log
/// lines of the run carry, too; <c>list RESOURCE</c> and <c>watch RESOURCE</c> of informers; and a client span for each attempt of a request, <c>METHOD URL-TEMPLATE</c>, with the attributes of OpenTelemetry's
/// semantic conventions for HTTP.
/// </summary>
public static class KubernetesTracing
{
    /// <summary>The source's name.</summary>
    public const string Name = "KvFleet.Kubernetes";

    internal static ActivitySource Source { get; } = new(Name);

    /// <summary>Marks a span as failed.</summary>
    internal static void Fail(this Activity? activity, Exception exception)
    {
        activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
        activity?.AddException(exception);
    }
}
